# ruff: noqa: E501  # one plan a line, as in a table
"""Sixty pairs of plans, half of which two hospitals would want to hear of each other for, half not.

Written by hand for this test, hard cases among them: the same matter in other words; the same words for another
matter; the same plan in another state, or a year apart; words that every plan has. A plan is its title, purpose,
themes, states, and the month in which its milestones lie ("" for none).
"""

from typing import NamedTuple


class Plan(NamedTuple):
    title: str
    purpose: str
    themes: str = ""
    states: str = ""
    month: str = ""


# fmt: off
ALIKE: list[tuple[Plan, Plan]] = [
    (Plan("Split one ventilator between two patients", "Test splitting circuits so that one ventilator carries two patients in a surge.", "ventilation", "NY", "2026-12"),
     Plan("Ventilator splitting protocol", "A tested protocol for sharing one ventilator between two patients.", "ventilation", "NY NJ", "2026-12")),
    (Plan("Decontaminate N95 respirators with vapor", "Hydrogen peroxide vapor makes used N95 respirators fit for use again.", "supplies", "OH", "2026-11"),
     Plan("Hydrogen peroxide vapor for N95 reuse", "Clean used respirators so that hospitals in Ohio do not run out.", "supplies", "OH", "2026-12")),
    (Plan("County vulnerability index", "Show which counties are most vulnerable, from age, illness and housing.", "modeling communities", "", "2026-12"),
     Plan("Index of vulnerable counties", "A map of how vulnerable each county is, for public health agencies.", "communities data", "", "2027-01")),
    (Plan("Forecast of ICU beds", "Forecast how many ICU beds each hospital needs in two weeks.", "modeling beds", "IL", "2026-11"),
     Plan("ICU bed demand forecast for Illinois", "A model that tells hospitals two weeks ahead how many beds they need.", "modeling", "IL", "2026-12")),
    (Plan("Antibody test validation", "Compare antibody tests against one panel of samples.", "testing", "MA", "2027-01"),
     Plan("Validate antibody tests together", "Laboratories share a panel of samples and compare antibody tests.", "testing", "MA RI", "2027-01")),
    (Plan("Drive-through testing sites", "Set up drive-through testing in parking lots of clinics.", "testing", "TX", "2026-12"),
     Plan("Testing from the car in Texas", "Drive-through sites where people are tested without leaving the car.", "testing", "TX", "2026-12")),
    (Plan("Convalescent plasma registry", "Match donors of convalescent plasma with hospitals that treat patients.", "treatment", "", "2026-11"),
     Plan("Registry of plasma donors", "Recovered people register to donate convalescent plasma to hospitals.", "treatment", "", "2026-12")),
    (Plan("Face shields from 3D printers", "Volunteers print face shields for hospitals from one tested design.", "supplies", "WA", "2026-11"),
     Plan("Print face shields", "One design of face shield that printers all over Washington make.", "supplies", "WA OR", "2026-11")),
    (Plan("Train nurses for intensive care", "A short course that prepares ward nurses for intensive care.", "staff", "GA", "2026-12"),
     Plan("Intensive care course for ward nurses", "Ward nurses learn the basics of intensive care in three days.", "staff", "GA FL", "2026-12")),
    (Plan("Privacy-preserving contact tracing", "Phones warn contacts without telling who was ill.", "tracing privacy", "", "2026-12"),
     Plan("Contact tracing that keeps privacy", "An app for contact tracing in which nobody learns who was ill.", "tracing", "", "2027-01")),
    (Plan("Exchange of bed capacity", "Hospitals report free beds to each other every hour.", "beds data", "CA", "2026-12"),
     Plan("Shared dashboard of free beds", "A dashboard where hospitals see each other's free beds.", "beds", "CA", "2026-12")),
    (Plan("Masks in schools", "Measure how masks in schools change the spread.", "prevention", "CO", "2027-02"),
     Plan("Effect of masks in school classes", "Measure the spread in schools with and without masks.", "prevention", "CO", "2027-02")),
    (Plan("Remote monitoring of patients at home", "Oximeters and calls for patients who recover at home.", "telehealth", "MN", "2026-12"),
     Plan("Home monitoring with oximeters", "Patients at home measure oxygen, and nurses watch from afar.", "telehealth", "MN WI", "2026-12")),
    (Plan("Wastewater surveillance", "Find outbreaks early from samples of wastewater.", "testing data", "AZ", "2027-01"),
     Plan("Early warning from wastewater samples", "Samples of wastewater show outbreaks before people are tested.", "testing", "AZ", "2027-01")),
    (Plan("Isolation gowns sewn locally", "Local factories sew isolation gowns for hospitals.", "supplies", "NC", "2026-11"),
     Plan("Gowns from local sewing factories", "Bring textile factories and hospitals together for isolation gowns.", "supplies", "NC SC", "2026-12")),
    (Plan("Repair of old ventilators", "Engineers repair ventilators that stand unused in storerooms.", "ventilation", "MI", "2026-11"),
     Plan("Unused ventilators repaired", "Find and repair ventilators in storerooms of hospitals.", "ventilation supplies", "MI", "2026-11")),
    (Plan("Oxygen supply planning", "Plan oxygen deliveries so that no hospital runs dry.", "supplies modeling", "LA", "2026-12"),
     Plan("Plan for oxygen deliveries", "Hospitals plan together when oxygen is delivered.", "supplies", "LA MS", "2026-12")),
    (Plan("Information in Spanish", "Leaflets and videos in Spanish on testing and vaccines.", "information communities", "NM", "2026-12"),
     Plan("Spanish leaflets on testing", "Explain testing and vaccines in Spanish.", "information", "NM TX", "2027-01")),
    (Plan("Common data model for cases", "One data model in which hospitals report cases.", "data", "", "2026-12"),
     Plan("Case reporting in a common model", "Hospitals report cases with one common data model.", "data", "", "2026-12")),
    (Plan("Mental health of staff", "Peer support for hospital staff under strain.", "staff", "PA", "2027-01"),
     Plan("Peer support for strained staff", "Staff of hospitals find support among peers.", "staff", "PA", "2027-01")),
    (Plan("Trial of remdesivir at small hospitals", "Let small hospitals join the remdesivir trial.", "treatment", "IA", "2026-12"),
     Plan("Small hospitals in the remdesivir trial", "Help rural hospitals enrol patients in the trial of remdesivir.", "treatment", "IA NE", "2027-01")),
    (Plan("Swabs from local makers", "Nasal swabs made by local makers and tested together.", "testing supplies", "UT", "2026-11"),
     Plan("Nasal swabs made in Utah", "Local makers make nasal swabs that laboratories have tested.", "testing", "UT", "2026-11")),
    (Plan("Shelters for homeless people who are ill", "Rooms in hotels for homeless people in isolation.", "communities beds", "OR", "2026-12"),
     Plan("Hotel rooms for isolation", "Homeless people isolate in hotel rooms.", "communities", "OR", "2026-12")),
    (Plan("Field hospital in the convention center", "Beds and staff for a field hospital in the convention center.", "beds", "IL", "2026-11"),
     Plan("Convention center as field hospital", "Turn the convention center into a field hospital with 500 beds.", "beds staff", "IL", "2026-11")),
    (Plan("Ethics of scarce ventilators", "A fair rule for who gets a ventilator when there are too few.", "privacy ventilation", "", "2026-12"),
     Plan("Fair allocation of scarce ventilators", "An agreed and fair rule for ventilators when they are scarce.", "privacy", "", "2026-12")),
    (Plan("Reagents shared among laboratories", "Laboratories lend reagents to each other.", "testing supplies", "MD", "2026-12"),
     Plan("Sharing reagents", "A list of which laboratories can share reagents this week.", "testing", "MD VA", "2026-12")),
    # Hard: the same in other words.
    (Plan("Breathing machines for two", "One device helps a pair of people to breathe.", "ventilation", "NY", "2026-12"),
     Plan("Split ventilator circuits", "Connect two patients to one ventilator.", "ventilation", "NY", "2026-12")),
    (Plan("Keep the elderly informed", "Calls by volunteers to seniors who live alone.", "information communities", "ME", "2026-12"),
     Plan("Volunteers phone seniors", "Seniors who live alone are called twice a week.", "communities", "ME", "2026-12")),
    # Hard: one says no theme, or no place, or has no dates yet.
    (Plan("Hospital laundry for reusable gowns", "Wash reusable gowns together so that fewer are bought.", "", "KY", ""),
     Plan("Reusable gowns and their laundry", "Hospitals share a laundry for reusable gowns.", "supplies", "KY", "2026-12")),
    (Plan("Pooled testing of dormitories", "Test students in pools to save reagents.", "testing", "", "2026-12"),
     Plan("Pooled tests for students", "Save reagents by testing students in pools.", "testing", "IN", "")),
]
APART: list[tuple[Plan, Plan]] = [
    (Plan("Forecast of ICU beds", "Forecast how many ICU beds each hospital needs.", "modeling beds", "IL", "2026-11"),
     Plan("Face shields from 3D printers", "Volunteers print face shields for hospitals.", "supplies", "IL", "2026-11")),
    # Hard: the same plan, in another state.
    (Plan("Drive-through testing sites", "Set up drive-through testing in parking lots.", "testing", "TX", "2026-12"),
     Plan("Drive-through testing sites", "Set up drive-through testing in parking lots.", "testing", "VT", "2026-12")),
    (Plan("Train nurses for intensive care", "A short course for ward nurses.", "staff", "GA", "2026-12"),
     Plan("Train nurses for intensive care", "A short course for ward nurses.", "staff", "WA", "2026-12")),
    (Plan("Gowns from local sewing factories", "Factories sew isolation gowns.", "supplies", "NC", "2026-12"),
     Plan("Isolation gowns sewn locally", "Local factories sew gowns.", "supplies", "NV", "2026-12")),
    # Hard: the same plan, long before.
    (Plan("Masks in schools", "Measure how masks in schools change the spread.", "prevention", "CO", "2026-02"),
     Plan("Masks in schools", "Measure how masks in schools change the spread.", "prevention", "CO", "2027-02")),
    (Plan("Oxygen supply planning", "Plan oxygen deliveries.", "supplies", "LA", "2026-03"),
     Plan("Oxygen supply planning for winter", "Plan oxygen deliveries.", "supplies", "LA", "2026-12")),
    # Hard: the same thing, another matter.
    (Plan("Ethics of scarce ventilators", "Who gets a ventilator when there are too few.", "privacy", "NY", "2026-12"),
     Plan("Repair of old ventilators", "Engineers repair ventilators from storerooms.", "ventilation", "NY", "2026-12")),
    (Plan("Ventilator training videos", "Videos that show staff how to set a ventilator.", "ventilation staff", "NY", "2026-12"),
     Plan("Repair of old ventilators", "Engineers repair ventilators from storerooms.", "ventilation", "NY", "2026-12")),
    (Plan("N95 fit testing at work", "Staff learn which N95 fits their face.", "supplies staff", "OH", "2026-12"),
     Plan("Hydrogen peroxide vapor for N95 reuse", "Clean used respirators with vapor.", "supplies", "OH", "2026-12")),
    (Plan("Antibody test validation", "Compare antibody tests against one panel.", "testing", "MA", "2027-01"),
     Plan("Wastewater surveillance", "Find outbreaks from samples of wastewater.", "testing", "MA", "2027-01")),
    (Plan("Drive-through testing sites", "Testing in parking lots.", "testing", "TX", "2026-12"),
     Plan("Reagents shared among laboratories", "Laboratories lend reagents to each other.", "testing", "TX", "2026-12")),
    (Plan("Nasal swabs made in Utah", "Makers make nasal swabs.", "testing supplies", "UT", "2026-11"),
     Plan("Pooled testing of dormitories", "Test students in pools to save reagents.", "testing", "UT", "2026-11")),
    (Plan("Convalescent plasma registry", "Match donors of plasma with hospitals.", "treatment", "", "2026-12"),
     Plan("Trial of remdesivir at small hospitals", "Let small hospitals join the trial.", "treatment", "", "2026-12")),
    (Plan("Registry of trials", "A registry of all trials of treatments.", "treatment", "", "2026-12"),
     Plan("Registry of plasma donors", "Recovered people register to donate plasma.", "treatment", "", "2026-12")),
    (Plan("Shared dashboard of free beds", "Hospitals see each other's free beds.", "beds", "CA", "2026-12"),
     Plan("Field hospital in the stadium", "Beds and staff for a field hospital.", "beds", "CA", "2026-12")),
    (Plan("Beds for children", "A ward for children in every region.", "beds", "CA", "2026-12"),
     Plan("Exchange of bed capacity", "Hospitals report free capacity every hour.", "beds data", "CA", "2026-12")),
    (Plan("County vulnerability index", "Which counties are most vulnerable.", "modeling", "", "2026-12"),
     Plan("Forecast of cases by county", "How many cases each county will have in two weeks.", "modeling", "", "2026-12")),
    (Plan("Common data model for cases", "One data model in which hospitals report cases.", "data", "", "2026-12"),
     Plan("Common terms for supplies", "One list of names and codes for supplies.", "data supplies", "", "2026-12")),
    (Plan("Privacy-preserving contact tracing", "Phones warn contacts without telling who was ill.", "tracing", "", "2026-12"),
     Plan("Train contact tracers", "A course for people who trace contacts by phone.", "tracing staff", "", "2026-12")),
    (Plan("Mental health of staff", "Peer support for staff under strain.", "staff", "PA", "2027-01"),
     Plan("Staff for field hospitals", "Find staff for field hospitals.", "staff beds", "PA", "2027-01")),
    (Plan("Housing for staff near hospitals", "Rooms for nurses who cannot go home.", "staff", "OR", "2026-12"),
     Plan("Hotel rooms for isolation", "Homeless people isolate in hotel rooms.", "communities", "OR", "2026-12")),
    (Plan("Remote monitoring of patients at home", "Oximeters for patients who recover at home.", "telehealth", "MN", "2026-12"),
     Plan("Video visits in nursing homes", "Doctors see patients in nursing homes by video.", "telehealth", "MN", "2026-12")),
    (Plan("Information in Spanish", "Leaflets in Spanish on testing.", "information", "NM", "2026-12"),
     Plan("Radio program for farmers", "A weekly program on the radio for farmers.", "information", "NM", "2026-12")),
    (Plan("Distancing in buses", "Measure distancing in buses.", "prevention", "CO", "2027-02"),
     Plan("Masks in schools", "Measure how masks in schools change the spread.", "prevention", "CO", "2027-02")),
    # Hard: words that every plan has.
    (Plan("Shared plan of hospitals for supplies", "Hospitals of the coalition share what they have.", "supplies", "NJ", "2026-12"),
     Plan("Shared plan of hospitals for transport", "Hospitals of the coalition move patients together.", "beds", "NJ", "2026-12")),
    (Plan("Plan for the coalition", "What hospitals do together this month.", "supplies", "NJ", "2026-12"),
     Plan("Plan for gloves", "Hospitals buy gloves together.", "supplies", "NJ", "2026-12")),
    (Plan("Gloves for nursing homes", "Gloves for nursing homes that have none left.", "supplies", "KS", "2026-12"),
     Plan("Cleaning of nursing homes", "Teams that clean nursing homes after an outbreak.", "prevention", "KS", "2026-12")),
    (Plan("Oxygen concentrators at home", "Lend oxygen concentrators to patients.", "supplies telehealth", "LA", "2026-12"),
     Plan("Oximeters for ambulances", "Oximeters in every ambulance.", "supplies", "LA", "2026-12")),
    (Plan("Syringes for vaccines", "Count the syringes that vaccines will need.", "supplies", "", "2027-01"),
     Plan("Cold chain for vaccines", "Freezers and trucks for vaccines.", "supplies", "", "2027-01")),
    (Plan("Model of the spread in prisons", "A model of how it spreads in prisons.", "modeling communities", "", "2026-12"),
     Plan("Model of oxygen use", "A model of how much oxygen patients use.", "modeling supplies", "", "2026-12")),
]
# fmt: on
