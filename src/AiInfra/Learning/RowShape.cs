using AiInfra.Core.Rows;
using AiInfra.Training.Models;

namespace AiInfra.Learning;

/// <summary>The columns that a deployment learns from, by name and kind: rows and labels that come in another order, with further columns or as other kinds are brought into it.</summary>
internal sealed class RowShape
{
    private readonly RowSchema _inputs;
    private readonly ValueKind _label;

    private RowShape(RowSchema inputs, ValueKind label, TaskChoice choice) => (_inputs, _label, Choice) = (inputs, label, choice);

    /// <summary>What is learned, and why.</summary>
    public TaskChoice Choice { get; }

    /// <summary>Finds the shape of the first training's rows, and takes the labelled ones.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="task">What is learned already; null lets the options or the column's values decide.</param>
    /// <exception cref="LearningException">They can't be learned from; the message says why.</exception>
    public static (RowShape Shape, LabelledRow[] Rows) Read(IReadOnlyList<Row> rows, LearningOptions options, ModelTask? task = null)
    {
        if (rows.Count == 0)
        {
            throw new LearningException("There are no rows to learn from.");
        }

        RowSchema schema = rows[0].Schema;
        int target = schema.IndexOf(options.Target);
        if (target < 0)
        {
            throw new LearningException(KnownNames.NoColumn(options.Target, schema));
        }

        int first = rows.Select((r, i) => (r, i)).Where(x => !x.r[options.Target].IsMissing).Select(x => x.i).FirstOrDefault(-1);
        if (first < 0)
        {
            throw new LearningException($"Column '{options.Target}' is missing in all {rows.Count} rows: nothing can be learned.");
        }

        TaskChoice choice = Choose(rows, options, task);
        bool numbers = choice.Task == ModelTask.Regression;
        var shape = new RowShape(schema.Without(options.Target), numbers ? ValueKind.Number : rows[first][options.Target].Kind, choice);
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
                throw new LearningException($"'{given}' in column '{options.Target}' of row {i} is not a {(numbers ? "finite number" : shape._label)}, as the column is learned{(numbers ? " by regression" : "")}.");
            }

            labelled.Add(new LabelledRow(shape.Inputs(rows[i]), label, labelled.Count));
        }

        if (!numbers && labelled.TrueForAll(r => r.Label == labelled[0].Label))
        {
            throw new LearningException($"Column '{options.Target}' holds one class only, '{labelled[0].Label}', in all {labelled.Count} labelled rows: two are the least.");
        }

        return (shape, [.. labelled]);
    }

    private static TaskChoice Choose(IReadOnlyList<Row> rows, LearningOptions options, ModelTask? known)
    {
        try
        {
            return TaskChoice.Of(options.Target, rows.Select(r => r[options.Target]), known ?? options.Task);
        }
        catch (TabularException e)
        {
            throw new LearningException(e.Message, e);
        }
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

    /// <summary>Where nothing is lost; else missing.</summary>
    private static Value As(Value value, ValueKind kind) => ValueConversion.TryConvert(value, kind, out Value converted) ? converted : Value.Missing;
}
