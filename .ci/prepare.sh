# Sourced by ./demo, ./check and .ci/run: makes sure that the tools and the Debian or Ubuntu packages are there.
# Nothing is fetched when nothing is missing, so a second run needs neither the network nor root.

# SQLCipher is built from source: OpenSSL's Configure is Perl, and both are made with make.
build_packages=(perl make)

# What the window loads at run time; there is no -dev package, since winit and wgpu open their libraries themselves.
window_packages=(
    libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 # X11; without the last one winit panics
    libwayland-client0 libwayland-egl1 libxkbcommon0           # Wayland
    libgl1 libegl1 libgl1-mesa-dri                             # OpenGL, in software where there is no GPU
    libvulkan1 mesa-vulkan-drivers                             # the second renderer, and the tests' pictures
    ca-certificates                                            # whom https trusts
)

# Customers' names come in every script, and egui asks the system for what its own fonts lack.
font_packages=(fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)

# The tests run the real program: a display, a bus, a keychain, and hands on the keys.
test_packages=(
    xvfb openbox xdotool                               # a display, a window manager, keys
    dbus gnome-keyring libglib2.0-bin                  # a session bus, a Secret Service, and gdbus to lock it
    procps                                             # kill
)

say() { printf '%s\n' "$*" >&2; }

# need_tools: Rust as pinned by rust-toolchain.toml, and a C compiler.
need_tools() {
    if ! command -v cargo >/dev/null; then
        say "cargo is not there. Install Rust from https://rustup.rs, open a new shell, and run this again."
        exit 1
    fi
    if ! cargo --version >/dev/null; then
        say "The Rust version that rust-toolchain.toml pins cannot be used (the reason stands above)."
        say "Where rustup cannot fetch it by itself, run once with a network:  rustup toolchain install 1.95.0"
        exit 1
    fi
    if ! command -v cc >/dev/null; then
        say "There is no C compiler, and SQLCipher is built from C. On Debian and Ubuntu:  apt-get install gcc libc6-dev"
        exit 1
    fi
}

# need_packages NAME...: installs those that are missing, through sudo where that is needed.
need_packages() {
    local package as_root=() missing=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is neither Debian nor Ubuntu, so nothing is installed. What is needed is called there: $*"
        return
    fi
    for package in "$@"; do
        if [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]]; then
            missing+=("$package")
        fi
    done
    if [[ ${#missing[@]} -eq 0 ]]; then
        return
    fi
    if [[ $EUID -ne 0 ]]; then
        if ! command -v sudo >/dev/null; then
            say "These packages are missing, and without sudo only root can install them. As root, run"
            say "    apt-get install --no-install-recommends ${missing[*]}"
            say "and then this again."
            exit 1
        fi
        as_root=(sudo)
    fi
    say "Installing: ${missing[*]}"
    "${as_root[@]}" apt-get update --quiet
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
}
