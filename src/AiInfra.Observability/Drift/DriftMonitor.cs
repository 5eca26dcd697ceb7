using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>Compares a window of recent inputs, column by column, with the summary of the training data.</summary>
/// <remarks>
/// Numbers and times: Kolmogorov-Smirnov and population stability index; texts and booleans: chi-square and population stability index, or the tests that <see cref="DriftOptions.Use"/> chose; all: share of missing values.
/// A column has drifted when the difference is certain (p-values corrected over all columns) and large (floors). Counts rows, never the clock: the same stream
/// gives the same reports. O(columns) a row. Not thread-safe.
/// <para>
/// Streams in time order are dependent: neighbouring rows are alike, and a thousand of them may tell as much as twenty. The dependence of each column is measured
/// in the window and its rows count for as many as they are worth (<see cref="DriftOptions.CorrectDependence"/>); <see cref="DriftOptions.Thinning"/> stretches the
/// window over more time, and the floors keep what is certain but small from being a finding.
/// </para>
/// </remarks>
public sealed class DriftMonitor
{
    private readonly DriftOptions _options;
    private ColumnWindow[] _columns = [];
    private string[] _names = [];
    private string[] _remarks = [];
    private RowSchema? _schema;
    private int[] _sources = [];
    private bool[] _asked = [];
    private int _next;
    private int _rows;
    private long _sinceJudged;
    private long _sinceLearned;

    /// <summary>Creates a monitor.</summary>
    /// <param name="reference">Summary of the training data; columns of <see cref="DriftOptions.Ignore"/> are left out.</param>
    /// <param name="options">How to compare.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DriftMonitor(TableSummary reference, DriftOptions? options = null)
    {
        _options = (options ?? new DriftOptions()).Checked(nameof(options));

        Reset(reference);
    }

    /// <summary>Rows seen since the reset.</summary>
    public long Position { get; private set; }

    /// <summary>The newest report.</summary>
    public DriftReport? Latest { get; private set; }

    /// <summary>Columns of the summary that the newest inputs lack. One that no input had since the reset is no input of the model (the target, a row's id) and is not judged; one that was there before counts as missing.</summary>
    public IReadOnlyList<string> Absent { get; private set; } = [];

    /// <summary>Starts anew against another summary: a model trained on other data answers now.</summary>
    public void Reset(TableSummary reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ColumnSummary[] watched = [.. reference.Columns.Where(c => !_options.Ignore.Contains(c.Name))];
        _names = [.. watched.Select(c => c.Name)];
        _columns = [.. watched.Select(c => ColumnWindow.Create(c, _options))];
        _remarks = [.. _options.Remarks(reference)];
        _asked = new bool[watched.Length];
        Absent = [];
        _schema = null;
        (_next, _rows, _sinceJudged, _sinceLearned, Position, Latest) = (0, 0, 0, 0, 0, null);
    }

    /// <summary>Takes the inputs of a prediction. Inputs the training data did not have are not looked at.</summary>
    /// <returns>A report when the window is full and <see cref="DriftOptions.Every"/> rows have passed since the last, otherwise null.</returns>
    public DriftReport? Observe(Row inputs, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Position++;
        _sinceJudged++;
        if ((Position - 1) % _options.Thinning == 0)
        {
            Take(inputs);
        }

        return _rows == _options.Window && _sinceJudged >= _options.Every ? Evaluate(at) : null;
    }

    /// <summary>Compares what is in the window now.</summary>
    public DriftReport Evaluate(DateTimeOffset at)
    {
        _sinceJudged = 0;
        int oldest = _rows < _options.Window ? 0 : _next;
        bool learn = _sinceLearned >= _options.Window;
        ColumnWindow[] asked = [.. _columns.Where((_, i) => _asked[i])];
        ColumnDrift[] columns = [.. asked.Select(c => c.Compare(_rows, oldest))];
        double[] adjusted = Adjust([.. columns.Select(c => c.PValue), .. columns.Select(c => c.MissingPValue)]);
        for (int i = 0; i < columns.Length; i++)
        {
            double values = adjusted[i], missing = adjusted[columns.Length + i];
            columns[i] = columns[i] with
            {
                AdjustedPValue = Math.Min(values, missing),
                Drifted = (values < _options.Threshold && columns[i].ValuesMoved) || (missing < _options.Threshold && columns[i].MissingMoved),
            };
            if (learn && !columns[i].Drifted)
            {
                asked[i].Learn();
            }
        }

        _sinceLearned = learn ? 0 : _sinceLearned;

        return Latest = new DriftReport
        {
            Columns = columns,
            NotAsked = [.. _names.Where((_, i) => !_asked[i])],
            Remarks = [.. _remarks, .. asked.SelectMany(c => c.By.Remarks)],
            TestFaults = [.. asked.SelectMany(c => c.By.Faults)],
            Drifted = columns.Count(c => c.Drifted) >= _options.MinimumColumns,
            Rows = _rows,
            Position = Position,
            Threshold = _options.Threshold,
            At = at,
        };
    }

    /// <summary>Compares two tables at once, all columns of both: last month's rows with this month's, say.</summary>
    /// <param name="reference">What is usual, for example the rows of the training.</param>
    /// <param name="current">What came lately; the window is as long as these.</param>
    /// <param name="options">How to compare, the window and how often aside; null takes the defaults.</param>
    /// <param name="time">Clock of <see cref="DriftReport.At"/>; null takes the system's.</param>
    /// <exception cref="ArgumentException">There are no rows to compare with, fewer than 20 to compare, or an option is out of its range.</exception>
    public static DriftReport Compare(IReadOnlyList<Row> reference, IReadOnlyList<Row> current, DriftOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (reference.Count == 0 || current.Count < DriftOptions.FewestRows)
        {
            throw reference.Count == 0
                ? new ArgumentException("There are no rows to compare with.", nameof(reference))
                : new ArgumentException($"{current.Count} rows are too few to compare; at least {DriftOptions.FewestRows} are needed.", nameof(current));
        }

        DateTimeOffset at = (time ?? TimeProvider.System).GetUtcNow();
        var monitor = new DriftMonitor(TableSketch.Summarize(reference[0].Schema, reference), (options ?? new DriftOptions()).OverAll(current.Count));
        foreach (Row row in current)
        {
            monitor.Take(row);
            monitor.Position++;
        }

        return monitor.Evaluate(at);
    }

    private double[] Adjust(double[] pValues) => _options.Correction switch
    {
        Correction.Holm => PValueCorrection.Holm(pValues),
        Correction.BenjaminiHochberg => PValueCorrection.BenjaminiHochberg(pValues),
        _ => pValues,
    };

    private void Take(Row inputs)
    {
        if (!ReferenceEquals(_schema, inputs.Schema))
        {
            _schema = inputs.Schema;
            _sources = [.. _names.Select(inputs.Schema.IndexOf)];
            Absent = [.. _names.Where((_, i) => _sources[i] < 0)];
            for (int i = 0; i < _sources.Length; i++)
            {
                _asked[i] |= _sources[i] >= 0;
            }
        }

        ReadOnlySpan<Value> values = inputs.Values;
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Set(_next, _sources[i] < 0 ? Value.Missing : values[_sources[i]]);
        }

        _sinceLearned++;
        _next = (_next + 1) % _options.Window;
        _rows = Math.Min(_rows + 1, _options.Window);
    }
}
