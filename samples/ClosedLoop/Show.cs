using System.Globalization;
using AiInfra.Training.Models;

namespace ClosedLoop;

/// <summary>Numbers for people.</summary>
internal static class Show
{
    public static string Figure(this TabularTask task, double value) =>
        value.ToString(task == TabularTask.Regression ? "0.###" : "0.0000", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
