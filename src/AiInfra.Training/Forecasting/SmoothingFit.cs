namespace AiInfra.Training.Forecasting;

/// <summary>The constants and first states of the least squared one-step error.</summary>
internal static class SmoothingFit
{
    // More places of a season than these keep their first estimates: a step of the search costs their square.
    private const int SearchedSeason = 60;

    // Bounds of the constants as in Hyndman et al. 2008; a trend that is damped less than by 2 % is taken for one that is not.
    private static readonly (double Low, double High)[] s_bounds = [(1e-4, 0.9999), (1e-4, 0.9999), (1e-4, 0.9999), (0.8, 0.98)];
    private static readonly double[][] s_starts = [[0.5, 0.1, 0.1, 0.95], [0.9, 0.05, 0.05, 0.97], [0.1, 0.01, 0.3, 0.9], [0.3, 0.01, 0.9, 0.95], [0.05, 0.01, 0.05, 0.95]];

    public static ExponentialSmoothing Of(SmoothingForm form, double[] values)
    {
        SmoothingStates start = form.Start(values);
        double scale = Math.Max(1e-12, Math.Sqrt(values.Select(v => v * v).Average()));
        bool[] searched = [true, form.HasTrend, form.HasSeason, form.Trend == SmoothingTrend.Damped];
        int places = form.HasSeason && form.Length <= SearchedSeason ? form.Length : 0;
        var errors = new double[values.Length];
        (double Error, double[] Found)? best = null;
        foreach (double[] constants in s_starts)
        {
            double[] from = [.. Enumerable.Range(0, 4).Where(i => searched[i]).Select(i => Free(constants[i], s_bounds[i])), 0, .. form.HasTrend ? [0.0] : Array.Empty<double>(), .. new double[places]];
            (double error, double[] found) = LeastSquares.Minimize(from, values.Length, Errors);
            best = best is null || error < best.Value.Error ? (error, found) : best;
        }

        (double[] fitted, SmoothingStates first) = Read(best!.Value.Found);
        form.Run(fitted, first, values, errors, out SmoothingStates last);
        double squared = errors.Sum(e => e * e);
        int n = values.Length, k = form.Estimated;
        double aicc = (n * Math.Log(Math.Max(squared / n, 1e-300))) + (2 * k) + (n > k + 1 ? 2.0 * k * (k + 1) / (n - k - 1) : double.PositiveInfinity);
        return new(form, fitted, first, last, squared, aicc);

        bool Errors(double[] at, double[] into)
        {
            (double[] constants, SmoothingStates states) = Read(at);
            return form.Run(constants, states, values, into, out _);
        }

        // Constants through a logistic curve, first states in units of the series around where they are first looked for.
        (double[] Constants, SmoothingStates First) Read(double[] at)
        {
            int next = 0;
            double[] constants = [.. s_starts[0]];
            for (int i = 0; i < 4; i++)
            {
                constants[i] = searched[i] ? Bound(at[next++], s_bounds[i]) : constants[i];
            }

            // What the level does not take of an error, the season may (Hyndman et al. 2008, section 10.2): more of both and the errors swing up.
            constants[2] *= 1 - constants[0];
            double level = start.Level + (scale * at[next++]), trend = form.HasTrend ? start.Trend + (scale * at[next++]) : 0;
            double unit = form.Season == SmoothingSeason.Multiplicative ? 1 : scale;
            double[] season = [.. start.Season.Select((s, i) => places > 0 ? s + (unit * at[next + i]) : s)];
            return (constants, new(level, trend, season));
        }
    }

    private static double Bound(double free, (double Low, double High) bounds) => bounds.Low + ((bounds.High - bounds.Low) / (1 + Math.Exp(-free)));

    private static double Free(double value, (double Low, double High) bounds)
    {
        double share = (value - bounds.Low) / (bounds.High - bounds.Low);
        return Math.Log(share / (1 - share));
    }
}
