@echo off
rem Runs Maven on this checkout, on a JDK that can compile and format it; the twin of mvnw, not tried in our builds.
rem Why not the stock wrapper: docs/decisions/0001-a-wrapper-that-names-no-registry.md
setlocal EnableExtensions EnableDelayedExpansion

set "MAVEN=3.9.16"
set "SHA512=ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3"
set "ROOT=%~dp0"

set "JDK="
if defined TERRARIUM_JAVA_HOME (
  call :probe "%TERRARIUM_JAVA_HOME%"
  if not defined JDK (
    echo mvnw: TERRARIUM_JAVA_HOME names %TERRARIUM_JAVA_HOME%, which is not a JDK 25 or newer. 1>&2
    exit /b 2
  )
)
if not defined JDK if defined JAVA_HOME call :probe "%JAVA_HOME%"
if not defined JDK for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :probe "%%~dp$PATH:j.."
if not defined JDK for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do if not defined JDK call :probe "%%~d"
if not defined JDK (
  echo mvnw: no JDK 25 or newer found in JAVA_HOME, on PATH, in %ProgramFiles% or in .jdks; install one ^(for example Eclipse Temurin 25^) or name one in TERRARIUM_JAVA_HOME. 1>&2
  exit /b 2
)
set "JAVA_HOME=%JDK%"

if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "DISTS=%MAVEN_USER_HOME%\wrapper\dists\apache-maven-%MAVEN%"
set "MVN="
for /d %%d in ("%DISTS%\*") do if exist "%%~d\bin\mvn.cmd" set "MVN=%%~d\bin\mvn.cmd"
if not defined MVN if defined MVNW_REPOURL (
  call :fetch
  if errorlevel 1 exit /b 2
)
if not defined MVN for %%m in (mvn.cmd) do set "MVN=%%~$PATH:m"
if not defined MVN (
  echo mvnw: no Maven found: put mvn 3.6.3 or newer ^(not 4^) on PATH, or set MVNW_REPOURL to the address of a Maven repository to fetch %MAVEN% from. 1>&2
  exit /b 2
)

set "MAVEN_OPTS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %MAVEN_OPTS%"
call "%MVN%" -f "%ROOT%pom.xml" %*
exit /b %ERRORLEVEL%

rem Sets JDK to %1 if that is a JDK 25 or newer.
:probe
if not exist "%~f1\bin\javac.exe" exit /b
for /f "usebackq tokens=2 delims==" %%v in (`findstr /b "JAVA_VERSION=" "%~f1\release" 2^>nul`) do (
  for /f "delims=.+-" %%n in ("%%~v") do if %%n geq 25 set "JDK=%~f1"
)
exit /b

:fetch
set "URL=%MVNW_REPOURL%/org/apache/maven/apache-maven/%MAVEN%/apache-maven-%MAVEN%-bin.zip"
set "WORK=%DISTS%\fetch-%RANDOM%%RANDOM%"
mkdir "%WORK%" || exit /b 1
echo mvnw: fetching Maven %MAVEN% 1>&2
curl -fsSL -o "%WORK%\maven.zip" "%URL%" || exit /b 1
certutil -hashfile "%WORK%\maven.zip" SHA512 | findstr /i /x "%SHA512%" >nul || (
  echo mvnw: what %URL% holds is not Maven %MAVEN%. 1>&2
  rmdir /s /q "%WORK%"
  exit /b 1
)
pushd "%WORK%"
"%JDK%\bin\jar.exe" xf maven.zip
popd
move "%WORK%\apache-maven-%MAVEN%" "%DISTS%\terrarium" >nul
rmdir /s /q "%WORK%"
set "MVN=%DISTS%\terrarium\bin\mvn.cmd"
exit /b 0
