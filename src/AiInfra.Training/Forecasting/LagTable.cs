using AiInfra.Core.Rows;

namespace AiInfra.Training.Forecasting;

/// <summary>
/// A series as a table: a row an origin and a step after it. What is learned is the change from the base, the newest value of the step's place in the season (the newest value of all where there is no season);
/// all values of the past are shown as differences to it, so that what was learned at one level holds at another.
/// </summary>
internal sealed class LagTable(LagOptions options, int horizon, int gap)
{
    public const string Target = "change";
    private readonly int[] _lags = options.UsedLags;
    private readonly string[] _known = [.. options.Known.Keys];

    /// <summary>Steps that must lie before an origin.</summary>
    public int Before => Math.Max(_lags[^1], 2 * options.Season);

    /// <summary>Rows of all origins whose steps are known, up to the most that the options allow, the newest last.</summary>
    /// <param name="values">The history.</param>
    /// <param name="start">Step of the series at which it begins.</param>
    public RowBatch Training(double[] values, int start)
    {
        int origins = values.Length - Before - gap - horizon + 1;
        if (origins < 1)
        {
            throw new ForecastException($"The history has {values.Length} steps; {Before + gap + horizon} are needed at least: {Before} that are shown, a gap of {gap} and {horizon} to learn. Give more, or show fewer ({nameof(LagOptions.Lags)}).");
        }

        int stride = Math.Max(1, (int)Math.Ceiling((double)origins * horizon / options.MaxRows));
        int[] chosen = [.. Enumerable.Range(0, origins).Where(i => (origins - 1 - i) % stride == 0).Select(i => Before + i)];
        return Table(values, start, chosen, true);
    }

    /// <summary>The rows of one origin, a row a step of the horizon.</summary>
    public RowBatch Asked(double[] values, int start) => values.Length >= Before
        ? Table(values, start, [values.Length], false)
        : throw new ForecastException($"The history has {values.Length} steps; {Before} are shown to the model.");

    /// <summary>What the changes of an origin's steps are added to.</summary>
    public double Base(double[] values, int origin, int step) => options.Season == 1 ? values[origin - 1] : values[origin - options.Season + ((gap + step) % options.Season)];

    private RowBatch Table(double[] values, int start, int[] origins, bool learned)
    {
        string[] names = [.. _lags.Select(l => $"lag{l}"), "level", "seasonBefore", "base", "step", "place", .. _known.Select(k => $"known.{k}"), .. learned ? [Target] : Array.Empty<string>()];
        double[][] columns = [.. names.Select(_ => new double[origins.Length * horizon])];
        int row = 0;
        foreach (int origin in origins)
        {
            double level = values.AsSpan(origin - options.Season, options.Season).ToArray().Average();
            for (int step = 0; step < horizon; step++, row++)
            {
                int at = origin + gap + step, column = 0;
                double from = Base(values, origin, step);
                foreach (int lag in _lags)
                {
                    columns[column++][row] = values[origin - lag] - from;
                }

                columns[column++][row] = level - from;
                columns[column++][row] = (options.Season == 1 ? values[origin - 2] : values[origin - (2 * options.Season) + ((gap + step) % options.Season)]) - from;
                columns[column++][row] = from;
                columns[column++][row] = step + 1;
                columns[column++][row] = (start + at) % options.Season;
                foreach (string known in _known)
                {
                    columns[column++][row] = options.Known[known](start + at);
                }

                if (learned)
                {
                    columns[column][row] = values[at] - from;
                }
            }
        }

        return new RowBatch(new RowSchema(names.Select(n => new Column(n, ValueKind.Number))), [.. columns.Select(c => new NumberColumn(c))]);
    }
}
