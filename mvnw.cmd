<# : the cmd half of mvnw for Windows; to PowerShell, which reads the other half, all of this is a comment
@echo off
setlocal DisableDelayedExpansion
set "MVNW_SELF=%~f0"
set "MVNW_MVN="
if not defined JAVA_HOME (
    where /q java
    if errorlevel 1 (
        echo mvnw: no Java found: install a JDK and put it on the PATH or set JAVA_HOME 1>&2
        exit /b 1
    )
)
for /f "usebackq delims=" %%M in (`powershell -NoProfile -Command "& ([scriptblock]::Create([IO.File]::ReadAllText($env:MVNW_SELF)))"`) do set "MVNW_MVN=%%M"
if not defined MVNW_MVN exit /b 1
rem Without "call", which would expand the arguments a second time: cmd goes over to mvn.cmd, its exit code is ours.
"%MVNW_MVN%" %*
exit /b %ERRORLEVEL%
#>

# Prints the path of the pinned Maven's mvn.cmd and, the first time, fetches it, as mvnw does: first through an installed mvn,
# whose settings know the repositories and proxies of the machine. Only .NET calls: started from PowerShell 7, Windows
# PowerShell inherits a module path from which it cannot load its own cmdlets.
$ErrorActionPreference = 'Stop'
$plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

function Say($text) { [Console]::Error.WriteLine("mvnw: $text") }

function Property($name) {
    $match = [regex]::Match($properties, "(?m)^$name=(\S+)")
    if (-not $match.Success) { throw "no $name in .mvn\wrapper\maven-wrapper.properties" }
    return $match.Groups[1].Value
}

# Through cmd, which looks for mvn on the PATH and keeps what it prints away from our standard output. The marker and the empty
# .mvn are explained in mvnw.
function AskMvn {
    Say "asking mvn, if there is one, for Maven $version"
    [void][IO.Directory]::CreateDirectory("$work\.mvn")
    $start = [Diagnostics.ProcessStartInfo]::new()
    $start.FileName = $env:ComSpec
    $start.Arguments = "/d /c mvn -B -q $($plugin):copy -DoutputDirectory=. " +
        "-Dartifact=org.apache.maven:apache-maven:$($version):zip:bin <nul >mvn.log 2>&1"
    $start.WorkingDirectory = $work
    $start.UseShellExecute = $false
    $start.EnvironmentVariables['MVNW_FETCHING'] = '1'
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    return $process.ExitCode -eq 0 -and [IO.File]::Exists("$work\$zip")
}

function Download {
    Say "downloading $url"
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
    [Net.WebClient]::new().DownloadFile($url, "$work\$zip")
}

function Check {
    $hash = [Security.Cryptography.SHA256]::Create().ComputeHash([IO.File]::ReadAllBytes("$work\$zip"))
    $actual = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    if ($actual -ne $expected) { throw "deleted ${zip}: its SHA-256 should be $expected but is $actual" }
}

function Unpack {
    Say "unpacking $zip"
    [void][Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
    [IO.Compression.ZipFile]::ExtractToDirectory("$work\$zip", $work)
}

# Renamed into place in one step; if that fails because a run beside this one was quicker, its Maven is as good.
function Place {
    try {
        [IO.Directory]::Move("$work\$name", $target)
    } catch {
        if (-not [IO.File]::Exists($mvn)) { throw }
    }
}

try {
    $properties = [IO.File]::ReadAllText([IO.Path]::GetDirectoryName($env:MVNW_SELF) + '\.mvn\wrapper\maven-wrapper.properties')
    $url = Property 'distributionUrl'
    $expected = Property 'distributionSha256Sum'
    $zip = $url.Substring($url.LastIndexOf('/') + 1)
    $name = $zip -replace '-bin\.zip$', ''
    $version = $name -replace '^apache-maven-', ''
    $userHome = if ($env:MAVEN_USER_HOME) { $env:MAVEN_USER_HOME } else { "$env:USERPROFILE\.m2" }
    $dists = "$userHome\wrapper\dists"
    $target = "$dists\$name-$($expected.Substring(0, 8))"
    $mvn = "$target\bin\mvn.cmd"

    if (-not [IO.File]::Exists($mvn)) {
        if ($env:MVNW_FETCHING) { throw 'the mvn on the PATH is this wrapper' }
        $work = "$dists\.fetch-" + [IO.Path]::GetRandomFileName()
        [void][IO.Directory]::CreateDirectory($work)
        try {
            if (-not (AskMvn)) { Download }
            Check
            Unpack
            Place
        } finally {
            # A virus scanner may still hold one of the files; what stays behind does no harm.
            try { [IO.Directory]::Delete($work, $true) } catch { Say "could not delete $work" }
        }
    }
    [Console]::Out.WriteLine($mvn)
} catch {
    Say $_.Exception.Message
    exit 1
}
