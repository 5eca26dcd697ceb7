using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>A Python process with scikit-learn, on one core unless more are asked for.</summary>
internal static class SklearnProcess
{
    // The first on the path, then the system's own, which has the distribution's packages.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    /// <summary>Starts a script; null where there is no Python with scikit-learn.</summary>
    public static Process? Start(string script, string argument, int threads = 1)
    {
        foreach (string python in Pythons)
        {
            try
            {
                using Process probe = Process.Start(Info(python, "import sklearn", "", 1))!;
                probe.WaitForExit();
                if (probe.ExitCode == 0)
                {
                    return Process.Start(Info(python, script, argument, threads));
                }
            }
            catch (Win32Exception)
            {
                // There is no such program: the next one.
            }
        }

        return null;
    }

    private static ProcessStartInfo Info(string python, string script, string argument, int threads)
    {
        var info = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = script == "import sklearn" };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(script);
        info.ArgumentList.Add(argument);
        foreach (string limit in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            info.Environment[limit] = threads.ToString(CultureInfo.InvariantCulture);
        }

        return info;
    }
}
