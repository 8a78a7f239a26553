#!/usr/bin/env python3
"""Makes `vectors.jsonl`: hashes by the libraries that applications use, with their versions.

    python3 -m venv venv && venv/bin/pip install django passlib argon2-cffi bcrypt
    apt-get install ruby ruby-bcrypt php-cli nodejs && npm install @phc/pbkdf2
    DEVISE_ENCRYPTOR=…/devise/encryptor.rb NODE_PATH=node_modules venv/bin/python make.py > vectors.jsonl

Two origins have no program here. Their hashes are computed by Python's hashlib from the documented format: ASP.NET Identity
(the comment in `PasswordHasher.cs`), and Pow with pbkdf2_elixir (`$pbkdf2-sha512$rounds$salt$hash`). For bcrypt_elixir and argon2_elixir, Python's bcrypt and argon2-cffi stand in, which
write the same strings.
"""

import base64, hashlib, json, os, struct, subprocess, sys
from importlib.metadata import version

import argon2, bcrypt, django, passlib
from django.conf import settings
from django.contrib.auth import hashers as dj
from passlib import hash as pl

settings.configure(PASSWORD_HASHERS=[])
PASSWORDS = ["correct horse battery staple", "pässwörd 😀"]
LONG = "A" * 72
PEPPER = "0123456789abcdef" * 8
PYTHON = f"Python {sys.version.split()[0]}, hashlib"


def put(origin, library, password, encoded, pepper=""):
    row = {"origin": origin, "library": library, "password": password, "pepper": pepper, "hash": encoded}
    print(json.dumps(row, ensure_ascii=False))


def run(*command, **variables):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **variables}).stdout.strip()


def devise():
    library = "Devise 4.8.1, ruby-bcrypt " + run("ruby", "-e", "require 'bcrypt'; print Gem.loaded_specs['bcrypt'].version")
    code = """
        require 'bcrypt'
        class String; def present? = !empty?; end
        require ENV.fetch('DEVISE_ENCRYPTOR', 'devise/encryptor')
        print Devise::Encryptor.digest(Struct.new(:pepper, :stretches).new(ENV['PEPPER'], 5), ENV['PASSWORD'])
    """
    for pepper in ["", "short pepper", PEPPER]:
        for password in [*PASSWORDS, "A" * 60, LONG]:
            put("devise", library, password, run("ruby", "-e", code, PEPPER=pepper, PASSWORD=password), pepper)


def django_():
    library = f"Django {django.get_version()}"
    for password in PASSWORDS:
        put("django", library, password, dj.PBKDF2PasswordHasher().encode(password, "saltsaltsalt"))
        put("django", library, password, dj.PBKDF2PasswordHasher().encode(password, "säLt", 20_000))
        put("django", library, password, dj.PBKDF2SHA1PasswordHasher().encode(password, "saltsaltsalt", 20_000))
        put("django", library, password, dj.Argon2PasswordHasher().encode(password, "saltsaltsaltsaltsaltsa"))
        put("django", library, password, dj.ScryptPasswordHasher().encode(password, "saltsaltsalt"))
        put("django", library, password, dj.ScryptPasswordHasher().encode(password, "saltsaltsalt", n=1024, r=4, p=2))
    for password in [*PASSWORDS, LONG, "A" * 300]:
        salt = bcrypt.gensalt(5)
        put("django", library, password, dj.BCryptSHA256PasswordHasher().encode(password, salt))
        if len(password.encode()) <= 72:
            put("django", library, password, dj.BCryptPasswordHasher().encode(password, salt))


def laravel():
    library = "PHP " + run("php", "-r", "echo PHP_VERSION;") + ", password_hash"
    calls = ["PASSWORD_BCRYPT, ['cost' => 5]", "PASSWORD_ARGON2ID, ['memory_cost' => 65536, 'time_cost' => 4, 'threads' => 1]",
             "PASSWORD_ARGON2I, ['memory_cost' => 1024, 'time_cost' => 2, 'threads' => 2]"]
    for call in calls:
        for password in [*PASSWORDS, LONG]:
            put("laravel", library, password, run("php", "-r", f"echo password_hash(getenv('PASSWORD'), {call});", PASSWORD=password))


def phx_gen_auth():
    for password in [*PASSWORDS, LONG]:
        put("phx_gen_auth", f"bcrypt {bcrypt.__version__} for Python", password, bcrypt.hashpw(password.encode(), bcrypt.gensalt(5)).decode())
    hasher = argon2.PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
    put("phx_gen_auth", f"argon2-cffi {version('argon2-cffi')}", PASSWORDS[0], hasher.hash(PASSWORDS[0]))
    for password in PASSWORDS:
        put("phx_gen_auth", PYTHON, password, pow_hash(password, 160_000, adapted_base64))


def adapted_base64(raw):
    """As pbkdf2_elixir and passlib write it: `.` for `+`, and no padding."""
    return base64.b64encode(raw, b"./").decode().rstrip("=")


def pow_hash(password, rounds, encode):
    salt = bytes(range(240, 256))
    output = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds)
    return f"$pbkdf2-sha512${rounds}${encode(salt)}${encode(output)}"


def pow_():
    for password in PASSWORDS:
        put("pow", PYTHON, password, pow_hash(password, 100_000, lambda raw: base64.b64encode(raw).decode()))


def aspnet_identity():
    for password in PASSWORDS:
        salt = bytes(range(200, 216))
        for function, digest, rounds in [(0, "sha1", 1_000), (1, "sha256", 10_000), (2, "sha512", 100_000)]:
            output = hashlib.pbkdf2_hmac(digest, password.encode(), salt, rounds, 32)
            blob = b"\1" + struct.pack(">III", function, rounds, len(salt)) + salt + output
            put("aspnet_identity", PYTHON, password, base64.b64encode(blob).decode())
        blob = b"\0" + salt + hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1_000, 32)
        put("aspnet_identity", PYTHON, password, base64.b64encode(blob).decode())


def phc():
    library = f"passlib {passlib.__version__}"
    schemes = [pl.pbkdf2_sha1, pl.pbkdf2_sha256, pl.pbkdf2_sha512, pl.scrypt.using(rounds=14), pl.scrypt.using(rounds=8, block_size=4, parallelism=3)]
    for scheme in schemes:
        for password in PASSWORDS:
            put("phc", library, password, scheme.hash(password))
    for kind, name in [(argon2.Type.ID, "id"), (argon2.Type.I, "i"), (argon2.Type.D, "d")]:
        hasher = argon2.PasswordHasher(time_cost=2, memory_cost=1024, parallelism=2, type=kind)
        put("phc", f"argon2-cffi {version('argon2-cffi')}", PASSWORDS[1], hasher.hash(PASSWORDS[1]))
    installed = json.loads(run("npm", "ls", "@phc/pbkdf2", "--json"))["dependencies"]["@phc/pbkdf2"]["version"]
    code = "require('@phc/pbkdf2').hash(process.env.PASSWORD, {digest: process.env.DIGEST}).then(console.log)"
    for digest in ["sha1", "sha256", "sha512"]:
        for password in PASSWORDS:
            put("phc", f"@phc/pbkdf2 {installed} for Node", password, run("node", "-e", code, PASSWORD=password, DIGEST=digest))


for make in [devise, django_, laravel, phx_gen_auth, pow_, aspnet_identity, phc]:
    make()
