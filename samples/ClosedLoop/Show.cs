using System.Globalization;
using AiInfra.Core.Rows;

namespace ClosedLoop;

/// <summary>Numbers for people.</summary>
internal static class Show
{
    /// <summary>Accuracy with four places, errors with as many as their size, or that of <paramref name="like"/>, asks for; "-" for nothing yet.</summary>
    public static string Figure(this ModelTask task, double value, double? like = null)
    {
        double size = Math.Abs(like ?? value);
        if (!double.IsFinite(value) || size is >= 1e15 or (> 0 and < 1e-12))
        {
            return double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture);
        }

        int places = task == ModelTask.Classification ? 4 : size == 0 ? 3 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), size < 1e4 ? 3 : 0, 15);
        return (Math.Round(value, places) + 0.0).ToString(task == ModelTask.Classification ? "0.0000" : "0." + new string('#', places), CultureInfo.InvariantCulture);
    }

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
