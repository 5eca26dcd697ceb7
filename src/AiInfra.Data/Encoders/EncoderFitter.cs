using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Learns an encoder from batches of rows.</summary>
internal sealed class EncoderFitter
{
    private readonly RowSchema _schema;
    private readonly EncodingOptions _options;
    private readonly ColumnProfile[] _profiles;
    private readonly string[] _names;
    private ColumnMap? _map;
    private long _rows;

    public EncoderFitter(RowSchema schema, EncodingOptions? options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _options = (options ?? new EncodingOptions()).Checked(nameof(options));
        foreach ((string name, ColumnRole role) in _options.Roles)
        {
            Check(schema.Columns[schema.Require(name)], role);
        }

        _names = [.. schema.Columns.Select(c => c.Name)];
        _profiles = [.. schema.Columns.Select((c, i) => new ColumnProfile(c, _options.Roles.GetValueOrDefault(c.Name), _options, i))];
    }

    public void Add(RowBatch batch)
    {
        if (!ReferenceEquals(_map?.Schema, batch.Schema))
        {
            _map = new ColumnMap(batch.Schema, _names);
        }

        _rows += batch.Count;
        ReadOnlySpan<int> positions = _map.Positions;
        for (int i = 0; i < _profiles.Length; i++)
        {
            _profiles[i].Add(batch.Columns[positions[i]]);
        }
    }

    /// <summary>Adds rows that are not in columns yet.</summary>
    public void Add(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // A first row that lacks a column is told by the columns that are to be learned.
        _ = rows is RowBatch ? null : new ColumnMap(rows[0].Schema, _names);
        try
        {
            Add(RowBatch.Of(rows));
        }
        catch (ArgumentException e)
        {
            throw new EncodingException(_rows == 0 ? e.Message : $"Of the rows from {_rows} on: {e.Message}", e);
        }
    }

    public TableEncoder Finish()
    {
        if (_rows == 0)
        {
            throw new EncodingException("An encoder cannot be learned from no rows. Give the rows of the training part.");
        }

        var plans = new List<ColumnPlan>();
        var decisions = new List<ColumnDecision>();
        foreach (ColumnProfile profile in _profiles)
        {
            (ColumnPlan? plan, string encoding, string reason) = profile.Role == ColumnRole.Ignore ? (null, "left out", "as asked")
                : profile.Column.Kind == ValueKind.Text && TextPlanner.IsFree(profile, _options) ? TextPlanner.Plan(profile, _options)
                : profile.Role == ColumnRole.Category || profile.Column.Kind == ValueKind.Text ? CategoryPlanner.Plan(profile, _options)
                : profile.Column.Kind == ValueKind.Missing ? (null, "left out", "its kind is not known: all values were missing")
                : NumberPlanner.Plan(profile, _options);
            if (plan is not null)
            {
                plans.Add(plan);
            }

            decisions.Add(new(profile.Column.Name, profile.Column.Kind, encoding, reason, profile.Rows, profile.Missing, plan is null ? 0 : EncoderLayout.FeaturesOf(plan)));
        }

        var report = new EncodingReport(decisions);
        return plans.Count > 0
            ? new TableEncoder(_schema, [.. plans], report)
            : throw new EncodingException($"No column says anything that a model could learn from:\n{report}");
    }

    private static void Check(Column column, ColumnRole role)
    {
        bool fits = role switch
        {
            ColumnRole.Number => column.Kind is ValueKind.Number or ValueKind.Boolean,
            ColumnRole.Instant => column.Kind == ValueKind.Instant,
            ColumnRole.Category => column.Kind != ValueKind.Instant,
            ColumnRole.Text => column.Kind == ValueKind.Text,
            _ => true,
        };
        if (!fits)
        {
            throw new EncodingException($"Column '{column.Name}' is of kind {column.Kind} and cannot be encoded as {role}. Convert it first, or choose another role.");
        }
    }
}
