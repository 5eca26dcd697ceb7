using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Any metrics by group: every combination of the levels of the group columns (those without rows too, as NaN), within every combination of the levels of the control columns.</summary>
public sealed class MetricFrame
{
    private const int MostCells = 20_000;
    private readonly IMetric[] _metrics;
    private readonly Dictionary<GroupCell, Func<double, ConfidenceInterval?>[]> _intervals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GroupCell, IMetric[]> _filled = new(ReferenceEqualityComparer.Instance);
    private readonly MetricFrameOptions _options;
    private readonly PredictionSet _predictions;

    private MetricFrame(PredictionSet predictions, IMetric[] metrics, GroupColumn[] groups, GroupColumn[] controls, MetricFrameOptions options)
    {
        (_predictions, _metrics, _options) = (predictions, metrics, options);
        GroupColumns = [.. groups.Select(g => g.Name)];
        ControlColumns = [.. controls.Select(c => c.Name)];
        var rows = Enumerable.Range(0, predictions.Count)
            .GroupBy(i => new Key([.. controls.Select(c => c.Values[i])], [.. groups.Select(g => g.Values[i])]))
            .ToDictionary(g => g.Key, g => g.ToArray());
        foreach (string[] control in Product(controls))
        {
            Overall.Add(Cell(control, [], [.. rows.Where(r => r.Key.Controls.SequenceEqual(control)).SelectMany(r => r.Value).Order()]));
            foreach (string[] group in Product(groups))
            {
                Cells.Add(Cell(control, group, rows.GetValueOrDefault(new Key(control, group), [])));
            }
        }
    }

    /// <summary>The group columns.</summary>
    public IReadOnlyList<string> GroupColumns { get; }

    /// <summary>The control columns.</summary>
    public IReadOnlyList<string> ControlColumns { get; }

    /// <summary>Names of the metrics.</summary>
    public IReadOnlyList<string> Metrics => [.. _metrics.Select(m => m.Name)];

    /// <summary>All groups, by levels of the controls and then of the groups.</summary>
    public IReadOnlyList<GroupCell> ByGroup => Cells;

    /// <summary>All rows together, one a combination of levels of the controls; a single one without controls.</summary>
    public IReadOnlyList<GroupCell> OverallByControl => Overall;

    private List<GroupCell> Cells { get; } = [];

    private List<GroupCell> Overall { get; } = [];

    /// <summary>Computes metrics by group.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="metrics">Any metrics that fit them.</param>
    /// <param name="groups">The groups of the rows, one column or more; with more, their intersections.</param>
    /// <param name="controls">Columns within whose levels groups are compared.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">A column has another number of rows, there are no metrics or groups, over 20,000 combinations, or a metric does not fit.</exception>
    public static MetricFrame Of(PredictionSet predictions, IEnumerable<IMetric> metrics, IEnumerable<GroupColumn> groups, IEnumerable<GroupColumn>? controls = null, MetricFrameOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(groups);
        IMetric[] asked = [.. metrics];
        GroupColumn[] by = [.. groups], within = [.. controls ?? []];
        if (asked.Length == 0 || by.Length == 0)
        {
            throw new ArgumentException(asked.Length == 0 ? "There is no metric." : "There is no group column.", asked.Length == 0 ? nameof(metrics) : nameof(groups));
        }

        double cells = 1;
        foreach (GroupColumn column in by.Concat(within))
        {
            if (column.Values.Count != predictions.Count)
            {
                throw new ArgumentException($"There are {predictions.Count} predictions but {column.Values.Count} groups by '{column.Name}'.", nameof(groups));
            }

            cells *= column.Levels.Count;
        }

        return cells <= MostCells
            ? new(predictions, asked, by, within, options ?? new())
            : throw new ArgumentException($"The columns make {cells:N0} combinations; at most {MostCells:N0} are computed. Take fewer columns or join levels.", nameof(groups));
    }

    /// <summary>A group by its levels.</summary>
    /// <exception cref="ArgumentException">There is no such group, or there are controls.</exception>
    public GroupCell Group(params string[] levels) => Cells.SingleOrDefault(c => c.Controls.Count == 0 && c.Group.SequenceEqual(levels, StringComparer.Ordinal))
        ?? throw new ArgumentException($"There is no group '{string.Join(", ", levels)}'. Groups: {string.Join("; ", Cells.Take(20).Select(c => c.Name))}.", nameof(levels));

    /// <summary>The smallest value of a metric over the groups that have one, within levels of the controls.</summary>
    public double Min(string metric, params string[] controls) => Extreme(metric, controls, values => values.Min());

    /// <summary>The largest value of a metric over the groups that have one, within levels of the controls.</summary>
    public double Max(string metric, params string[] controls) => Extreme(metric, controls, values => values.Max());

    /// <summary>The largest difference of a metric, within levels of the controls.</summary>
    /// <exception cref="ArgumentException">There is no such metric or level.</exception>
    public Disparity Difference(string metric, GroupComparison comparison = GroupComparison.Between, params string[] controls) => Gap(metric, DisparityMeasure.Difference, comparison, 1, controls);

    /// <summary>The smallest ratio of a metric, within levels of the controls.</summary>
    /// <exception cref="ArgumentException">There is no such metric or level.</exception>
    public Disparity Ratio(string metric, GroupComparison comparison = GroupComparison.Between, params string[] controls) => Gap(metric, DisparityMeasure.Ratio, comparison, 1, controls);

    /// <summary>A disparity whose interval holds together with those of so many questions.</summary>
    internal Disparity Gap(string metric, DisparityMeasure measure, GroupComparison comparison, int questions, params string[] controls)
    {
        GroupCell overall = Level(controls);
        int at = IndexOf(metric);
        GroupCell[] all = [.. Cells.Where(c => c.Controls.SequenceEqual(overall.Controls))];
        GroupCell[] compared = [.. all.Where(c => !_options.LeaveOutSmall || c.Count >= _options.SmallBelow)];
        GroupPart[] parts = [.. compared.Select(c => new GroupPart(c.Name, c.Count, c.Scores[at].Value, _intervals[c][at], (_filled[c][at] as OutcomeRate)?.Counts()))];
        return DisparityMaker.Of(_metrics[at].Name, measure, comparison, parts, overall.Scores[at].Value, all.Length - compared.Length, questions, _options);
    }

    private static IEnumerable<string[]> Product(GroupColumn[] columns) =>
        columns.Aggregate<GroupColumn, IEnumerable<string[]>>([[]], (before, column) => before.SelectMany(b => column.Levels.Select(l => (string[])[.. b, l])));

    private GroupCell Level(string[] controls) => Overall.SingleOrDefault(c => c.Controls.SequenceEqual(controls, StringComparer.Ordinal))
        ?? throw new ArgumentException($"Name one level of each control column ({string.Join(", ", ControlColumns)}); '{string.Join(", ", controls)}' is none of {string.Join("; ", Overall.Take(20).Select(c => string.Join(", ", c.Controls)))}.", nameof(controls));

    private int IndexOf(string metric)
    {
        int at = Array.FindIndex(_metrics, m => m.Signature == metric);
        int[] named = at >= 0 ? [at] : [.. Enumerable.Range(0, _metrics.Length).Where(i => _metrics[i].Name == metric)];
        if (named.Length > 1)
        {
            throw new ArgumentException($"There are {named.Length} metrics '{metric}': {string.Join(" and ", named.Select(i => $"'{_metrics[i].Signature}'"))}. Ask by signature.", nameof(metric));
        }

        at = named.Length == 1 ? named[0] : -1;
        return at >= 0 ? at : throw new ArgumentException($"There is no metric '{metric}'. Metrics: {string.Join(", ", Metrics)}.", nameof(metric));
    }

    private double Extreme(string metric, string[] controls, Func<IEnumerable<double>, double> choose)
    {
        GroupCell overall = Level(controls);
        int at = IndexOf(metric);
        double[] values = [.. Cells.Where(c => c.Controls.SequenceEqual(overall.Controls)).Select(c => c.Scores[at].Value).Where(v => !double.IsNaN(v))];
        return values.Length == 0 ? double.NaN : choose(values);
    }

    private GroupCell Cell(string[] controls, string[] group, int[] rows)
    {
        var filled = Array.ConvertAll(_metrics, m => _predictions.Fill(m, rows));
        var intervals = new Func<double, ConfidenceInterval?>[filled.Length];
        var scores = new Score[filled.Length];
        var notes = new List<string>();
        if (rows.Length == 0)
        {
            notes.Add("no row");
        }
        else if (rows.Length < _options.SmallBelow && group.Length > 0)
        {
            notes.Add($"{rows.Length} {(rows.Length == 1 ? "row" : "rows")}, fewer than {_options.SmallBelow}");
        }

        for (int i = 0; i < filled.Length; i++)
        {
            IMetric metric = filled[i];
            scores[i] = metric.Result(_options.Confidence);
            intervals[i] = confidence => metric.Result(confidence).Interval;
            if (rows.Length > 0 && scores[i].Undefined > 0)
            {
                notes.Add($"{metric.Name} is {(scores[i].IsDefined ? "partly a convention" : "undefined")}");
            }

            bool resample = scores[i] is { IsDefined: true, Interval: null } && metric.CanBeResampled && _options.Resamples >= 10 && rows.Length > 1 && rows.Length <= _options.ResampleUpToRows;
            if (resample)
            {
                BootstrapResult result = Resampled(metric, rows);
                double value = scores[i].Value, error = result.StandardError;
                scores[i] = scores[i] with { Interval = result.Interval };
                intervals[i] = confidence => Normal.InvCDF(0, 1, (1 + confidence) / 2) * error is double half && double.IsFinite(half) ? new(value - half, value + half, confidence) : null;
            }
        }

        var cell = new GroupCell(controls, group, rows, RowIds.Of(_predictions, rows), scores, notes);
        (_intervals[cell], _filled[cell]) = (intervals, filled);
        return cell;
    }

    private BootstrapResult Resampled(IMetric metric, int[] rows)
    {
        var drawn = new int[rows.Length];
        return Bootstrap.Percentile(
            rows.Length,
            indices =>
            {
                for (int i = 0; i < drawn.Length; i++)
                {
                    drawn[i] = rows[indices[i]];
                }

                return _predictions.Score(metric, drawn, _options.Confidence).Value;
            },
            new() { Resamples = _options.Resamples, Confidence = _options.Confidence, Seed = _options.Seed });
    }

    private sealed class Key(string[] controls, string[] group) : IEquatable<Key>
    {
        public string[] Controls => controls;

        private string[] Group => group;

        public bool Equals(Key? other) => other is not null && controls.AsSpan().SequenceEqual(other.Controls) && group.AsSpan().SequenceEqual(other.Group);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => group.Aggregate(controls.Aggregate(17, HashCode.Combine), HashCode.Combine);
    }
}
