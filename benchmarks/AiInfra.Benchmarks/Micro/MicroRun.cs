using BenchmarkDotNet.Running;

namespace AiInfra.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks in this process, short unless the arguments name a job.</summary>
internal static class MicroRun
{
    public static int Run(string[] arguments)
    {
        string filter = arguments is [string first, ..] && !first.StartsWith('-') ? $"*{first}*" : "*";
        IEnumerable<string> rest = filter == "*" ? arguments : arguments.Skip(1);
        string[] job = arguments.Any(a => a is "--job" or "-j") ? [] : ["--job", "short"];

        // In this process: a build of its own for each class would copy 600 MB of native libraries.
        return BenchmarkSwitcher.FromAssembly(typeof(MicroRun).Assembly).Run(["--filter", filter, "--inProcess", .. job, .. rest]).Any() ? 0 : 2;
    }
}
