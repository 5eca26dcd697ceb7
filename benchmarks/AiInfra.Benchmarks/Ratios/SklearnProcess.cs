using System.ComponentModel;
using System.Diagnostics;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>A Python process with scikit-learn, on one core.</summary>
internal static class SklearnProcess
{
    // The first on the path, then the system's own, which has the distribution's packages.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    /// <summary>Starts a script; null where there is no Python with scikit-learn.</summary>
    public static Process? Start(string script, string argument)
    {
        foreach (string python in Pythons)
        {
            try
            {
                using Process probe = Process.Start(Info(python, "import sklearn", ""))!;
                probe.WaitForExit();
                if (probe.ExitCode == 0)
                {
                    return Process.Start(Info(python, script, argument));
                }
            }
            catch (Win32Exception)
            {
                // There is no such program: the next one.
            }
        }

        return null;
    }

    private static ProcessStartInfo Info(string python, string script, string argument)
    {
        var info = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = script == "import sklearn" };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(script);
        info.ArgumentList.Add(argument);
        foreach (string threads in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            info.Environment[threads] = "1";
        }

        return info;
    }
}
