# Sees to it that the browser tests find a Chromium. Debian's is installed when we may; elsewhere one is asked for.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" > /dev/null; then exit 0; fi
done
if [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing Chromium for the browser tests"
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p var/log
    if { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-liberation; } \
        > var/log/chromium.log 2>&1; then exit 0; fi
    echo "Chromium could not be installed. See var/log/chromium.log, or leave the browser out: make test-fast" >&2
    exit 1
fi
echo "The browser tests need Chromium: install it (Debian: 'apt-get install chromium'; macOS: 'brew install --cask chromium')," >&2
echo "or leave them out: make test-fast" >&2
exit 1
