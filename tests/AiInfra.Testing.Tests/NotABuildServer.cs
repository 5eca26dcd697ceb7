using System.Runtime.CompilerServices;

namespace AiInfra.Testing.Tests;

/// <summary>These tests make recordings and baselines, which a build server must not: here they run as on a developer's machine, wherever they run.</summary>
internal static class NotABuildServer
{
    [ModuleInitializer]
    internal static void Initialize() => Array.ForEach(TestingSwitches.BuildServers, variable => Environment.SetEnvironmentVariable(variable, null));
}
