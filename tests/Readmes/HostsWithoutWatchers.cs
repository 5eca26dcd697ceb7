using System.Runtime.CompilerServices;

namespace AiInfra.Readmes;

/// <summary>
/// A host watches its settings file for changes, which takes one of the few inotify instances that Linux gives a user (often 128, for all of his processes).
/// No test changes settings: they must not fail where the user's other programs have taken them all.
/// </summary>
internal static class HostsWithoutWatchers
{
    [ModuleInitializer]
    internal static void Initialize() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
