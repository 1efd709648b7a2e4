# Reads what a project asks for, with the libraries that every pip carries. Run after answer.py, as
# `python -I -c <both texts> read PYPROJECT [VERSION]...` or `... pins PIP_REPORT`.
# What is wrong with the file is said under the key `fault`, once for each fault.
import os
import sys

SETTINGS = {"python": str, "extras": list, "find-links": list, "no-index": bool}


def pip():
    """What runs pip, a folder or one in a wheel, and the folder that its libraries lie in."""
    for folder in wheel_folders():
        for name in sorted(os.listdir(folder), reverse=True):
            if name.startswith("pip-") and name.endswith(".whl"):
                wheel = os.path.join(folder, name)
                return os.path.join(wheel, "pip"), wheel
    import importlib.util

    spec = importlib.util.find_spec("pip")
    if spec is None or spec.origin is None:
        return None, None
    program = os.path.dirname(spec.origin)
    return program, os.path.dirname(program)


def wheel_folders():
    import sysconfig

    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    try:
        import ensurepip

        folders.insert(0, os.path.join(os.path.dirname(ensurepip.__file__), "_bundled"))
    except ImportError:
        pass
    return [folder for folder in folders if folder and os.path.isdir(folder)]


def load_toml(path):
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        from pip._vendor import tomli as tomllib
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        say("fault", "it is not TOML: %s" % error)
    except UnicodeDecodeError as error:
        say("fault", "it is not UTF-8: %s at byte %d" % (error.reason, error.start))
    return None


def table(parent, name, path):
    value = parent.get(name, {})
    if isinstance(value, dict):
        return value
    say("fault", "%s is %s, and should be a table" % (path, kind(value)))
    return {}


def kind(value):
    names = {str: "a text", list: "a list", dict: "a table", bool: "a truth value", int: "a number"}
    return names.get(type(value), "a %s" % type(value).__name__)


def texts(value, path):
    """The texts of a list, each with its place."""
    if not isinstance(value, list):
        say("fault", "%s is %s, and should be a list of texts" % (path, kind(value)))
        return []
    for index, item in enumerate(value):
        if not isinstance(item, str):
            say("fault", "%s[%d] is %s, and should be a text" % (path, index, kind(item)))
    return [("%s[%d]" % (path, i), item) for i, item in enumerate(value) if isinstance(item, str)]


def requirement(text, path):
    from pip._vendor.packaging.requirements import InvalidRequirement, Requirement

    try:
        read = Requirement(text)
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0].rstrip(".")
        say("fault", "%s, '%s', is no requirement: %s" % (path, text, reason))
        return None
    if read.url:
        say("fault", "%s, '%s', names an address, which has no place in a lock: put a wheel into a"
            " folder of find-links, and name the package with its version" % (path, text))
        return None
    return canonical(read)


def canonical(requirement):
    """The same words for the same requirement, whichever pip reads it."""
    from pip._vendor.packaging.utils import canonicalize_name

    extras = "[%s]" % ",".join(sorted(requirement.extras)) if requirement.extras else ""
    marker = "; %s" % requirement.marker if requirement.marker else ""
    return canonicalize_name(requirement.name) + extras + str(requirement.specifier) + marker


def settings(data):
    path = "tool.terrarium"
    found = table(table(data, "tool", "tool"), "terrarium", path)
    for key, value in found.items():
        if key not in SETTINGS:
            say("fault", "%s.%s is unknown; there are %s" % (path, key, ", ".join(SETTINGS)))
        elif SETTINGS[key] is not list and not isinstance(value, SETTINGS[key]):
            wanted = "a text" if SETTINGS[key] is str else "true or false"
            say("fault", "%s.%s is %s, and should be %s" % (path, key, kind(value), wanted))
    return found


def dependencies(project, chosen):
    if "dependencies" in project.get("dynamic", []):
        say("fault", "project.dependencies is dynamic: write the list into the file")
    wanted = texts(project.get("dependencies", []), "project.dependencies")
    extras = table(project, "optional-dependencies", "project.optional-dependencies")
    for path, name in texts(chosen.get("extras", []), "tool.terrarium.extras"):
        if name in extras:
            wanted += texts(extras[name], "project.optional-dependencies.%s" % name)
        else:
            say("fault", "%s is '%s', which project.optional-dependencies does not have"
                % (path, name))
    found = set()
    for path, text in wanted:
        read = requirement(text, path)
        if read:
            found.add(read)
    return sorted(found)


def requires_python(project, versions):
    from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet

    text = project.get("requires-python", "")
    if not isinstance(text, str):
        say("fault", "project.requires-python is %s, and should be a text" % kind(text))
        return
    try:
        wanted = SpecifierSet(text)
    except InvalidSpecifier as error:
        say("fault", "project.requires-python, '%s', is no range of versions: %s" % (text, error))
        return
    say("requires_python", wanted)
    for version in versions:
        if wanted.contains(version, prereleases=True):
            say("fits", version)


def read(path, versions):
    data = load_toml(path)
    if data is None:
        return
    if "project" not in data:
        say("fault", "it has no [project] table: add one, with name, version and dependencies")
        return
    project = table(data, "project", "project")
    chosen = settings(data)
    say("name", project.get("name", ""))
    for text in dependencies(project, chosen):
        say("dependency", text)
    requires_python(project, versions)
    say("python", chosen.get("python", ""))
    for _, folder in texts(chosen.get("find-links", []), "tool.terrarium.find-links"):
        local = "://" not in folder
        say("find_links", os.path.join(os.path.dirname(path), folder) if local else folder)
    say("no_index", int(chosen.get("no-index") is True))


def pins(report):
    import json

    from pip._vendor.packaging.utils import canonicalize_name

    with open(report, encoding="utf-8") as file:
        packages = json.load(file)["install"]
    found = []
    for package in packages:
        name = canonicalize_name(package["metadata"]["name"])
        digest = package["download_info"]["archive_info"]["hashes"]["sha256"]
        version = package["metadata"]["version"]
        found.append("%s==%s \\\n    --hash=sha256:%s" % (name, version, digest))
    for pin in sorted(found):
        say("pin", pin)


def main(mode, path, *more):
    program, libraries = pip()
    if program is None:
        say("without_pip", 1)
        return
    say("pip", program)
    sys.path.insert(0, libraries)
    if mode == "read":
        read(path, more)
    else:
        pins(path)


main(*sys.argv[1:])
finish()
