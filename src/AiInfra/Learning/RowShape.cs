using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Training.Models;

namespace AiInfra.Learning;

/// <summary>The columns that a deployment learns from, by name and kind: rows and labels that come in another order, with further columns or as other kinds are brought into it.</summary>
internal sealed class RowShape
{
    private readonly RowSchema _inputs;
    private readonly ValueKind _label;

    private RowShape(RowSchema inputs, ValueKind label) => (_inputs, _label) = (inputs, label);

    /// <summary>Finds the shape of the first training's rows, and takes the labelled ones.</summary>
    /// <exception cref="LearningException">They can't be learned from; the message says why.</exception>
    public static (RowShape Shape, LabelledRow[] Rows) Read(IReadOnlyList<Row> rows, LearningOptions options)
    {
        if (rows.Count == 0)
        {
            throw new LearningException("There are no rows to learn from.");
        }

        RowSchema schema = rows[0].Schema;
        int target = schema.IndexOf(options.Target);
        if (target < 0)
        {
            throw new LearningException($"There is no column '{options.Target}' to learn. Columns: {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
        }

        int first = rows.Select((r, i) => (r, i)).Where(x => !x.r[options.Target].IsMissing).Select(x => x.i).FirstOrDefault(-1);
        if (first < 0)
        {
            throw new LearningException($"Column '{options.Target}' is missing in all {rows.Count} rows: nothing can be learned.");
        }

        var shape = new RowShape(schema.Without(options.Target), options.Task == TabularTask.Regression ? ValueKind.Number : rows[first][options.Target].Kind);
        var labelled = new List<LabelledRow>(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            Value given = rows[i][options.Target];
            if (given.IsMissing)
            {
                continue;
            }

            Value label = shape.Label(given);
            if (label.IsMissing)
            {
                throw new LearningException($"'{given}' in column '{options.Target}' of row {i} is not a {(options.Task == TabularTask.Regression ? "finite number" : shape._label)}, as the column is learned{(options.Task == TabularTask.Regression ? " by regression" : "")}.");
            }

            labelled.Add(new LabelledRow(shape.Inputs(rows[i]), label, labelled.Count));
        }

        if (options.Task == TabularTask.Classification && labelled.TrueForAll(r => r.Label == labelled[0].Label))
        {
            throw new LearningException($"Column '{options.Target}' holds one class only, '{labelled[0].Label}', in all {labelled.Count} labelled rows: two are the least.");
        }

        return (shape, [.. labelled]);
    }

    /// <summary>The columns of the shape; those that a row does not have are missing, those that the shape does not have are left out.</summary>
    public Row Inputs(Row row)
    {
        if (ReferenceEquals(row.Schema, _inputs))
        {
            return row;
        }

        var values = new Value[_inputs.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int at = row.Schema.IndexOf(_inputs.Columns[i].Name);
            values[i] = at < 0 ? Value.Missing : As(row[at], _inputs.Columns[i].Kind);
        }

        return new Row(_inputs, values);
    }

    /// <summary>The label in the kind of the first ones; missing where it can't be.</summary>
    public Value Label(Value label)
    {
        Value fitting = As(label, _label);
        return fitting.Kind == ValueKind.Number && !double.IsFinite(fitting.AsNumber()) ? Value.Missing : fitting;
    }

    private static Value As(Value value, ValueKind kind) => value.Kind == kind ? value : (kind, value.Kind) switch
    {
        (_, ValueKind.Missing) => Value.Missing,
        (ValueKind.Text, _) => Value.Of(value.AsText()),
        (ValueKind.Number, ValueKind.Boolean) => Value.Of(value.AsNumber()),
        (ValueKind.Number, ValueKind.Text) when double.TryParse(value.AsText(), CultureInfo.InvariantCulture, out double number) => Value.Of(number),
        (ValueKind.Boolean, ValueKind.Number) when value.AsNumber() is 0 or 1 => Value.Of(value.AsNumber() > 0),
        (ValueKind.Boolean, ValueKind.Text) when bool.TryParse(value.AsText(), out bool flag) => Value.Of(flag),
        (ValueKind.Instant, ValueKind.Text) when DateTimeOffset.TryParse(value.AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) => Value.Of(instant),
        _ => Value.Missing,
    };
}
