namespace AiInfra.Training.Forecasting;

/// <summary>A history as an array of finite numbers.</summary>
internal static class History
{
    /// <summary>Errors are squared and summed.</summary>
    private const double Largest = 1e140;

    /// <param name="history">The values, in the order of time.</param>
    /// <param name="most">Only the last so many; 0 for all.</param>
    public static double[] Of(IReadOnlyList<double> history, int most = 0)
    {
        int start = most > 0 ? Math.Max(0, history.Count - most) : 0;
        var values = new double[history.Count - start];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = history[start + i];
            if (double.IsFinite(values[i]) && Math.Abs(values[i]) > Largest)
            {
                throw new ForecastException($"Step {start + i} of the history is {values[i]:G3}; squares of values beyond ±{Largest:G3} can't be summed. Measure in a larger unit.");
            }

            if (!double.IsFinite(values[i]))
            {
                throw new ForecastException($"Step {start + i} of the history is {values[i]}; finite numbers are needed. Fill gaps before, or leave them out.");
            }
        }

        return values;
    }
}
