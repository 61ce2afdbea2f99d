"""The neutrality report: who asked, received and waited, by groups of organizations and never by organization."""
