using AiInfra.Core.Rows;
using AiInfra.Training.Tabular;

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
    /// <param name="rows">The rows; a batch is read by column.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="task">What is learned already; null lets the options or the column's values decide.</param>
    /// <exception cref="LearningException">They can't be learned from; the message says why.</exception>
    public static (RowShape Shape, LabelledBatch Rows) Read(IReadOnlyList<Row> rows, LearningOptions options, ModelTask? task = null)
    {
        if (rows.Count == 0)
        {
            throw new LearningException("There are no rows to learn from.");
        }

        var batch = rows as RowBatch;
        RowSchema schema = batch?.Schema ?? rows[0].Schema;
        if (schema.IndexOf(options.Target) < 0)
        {
            throw new LearningException(KnownNames.NoColumn(options.Target, schema));
        }

        Value[] given = [.. batch?[options.Target].AsValues() ?? rows.Select(r => r[options.Target])];
        int first = Array.FindIndex(given, v => !v.IsMissing);
        if (first < 0)
        {
            throw new LearningException($"Column '{options.Target}' is missing in all {rows.Count} rows: nothing can be learned.");
        }

        TaskChoice choice = Choose(given, options, task);
        bool numbers = choice.Task == ModelTask.Regression;
        var shape = new RowShape(schema.Without(options.Target), numbers ? ValueKind.Number : given[first].Kind, choice);
        RowBatch inputs = batch?.Select(shape._inputs.Columns.Select(c => c.Name)) ?? RowBatch.Of([.. rows.Select(shape.Inputs)]);
        (int[] labelled, Value[] labels) = shape.Labels(given, options.Target);
        if (!numbers && Array.TrueForAll(labels, l => l == labels[0]))
        {
            throw new LearningException($"Column '{options.Target}' holds one class only, '{labels[0]}', in all {labels.Length} labelled rows: two are the least.");
        }

        RowBatch kept = labelled.Length == inputs.Count ? inputs : inputs.Take(labelled);
        return (new RowShape(inputs.Schema, shape._label, choice), new LabelledBatch(kept.With(options.Target, ColumnData.Of(shape._label, labels)), 0));
    }

    /// <summary>The rows that have a label, and their labels in the kind that is learned.</summary>
    private (int[] Rows, Value[] Labels) Labels(Value[] given, string target)
    {
        int[] rows = [.. Enumerable.Range(0, given.Length).Where(i => !given[i].IsMissing)];
        Value[] labels = Array.ConvertAll(rows, i => Label(given[i]));
        return Array.FindIndex(labels, l => l.IsMissing) is >= 0 and int at
            ? throw new LearningException($"'{given[rows[at]]}' in column '{target}' of row {rows[at]} is not a {(Choice.Task == ModelTask.Regression ? "finite number" : _label)}, as the column is learned{(Choice.Task == ModelTask.Regression ? " by regression" : "")}.")
            : (rows, labels);
    }

    private static TaskChoice Choose(Value[] given, LearningOptions options, ModelTask? known)
    {
        try
        {
            return TaskChoice.Of(options.Target, given, known ?? options.Task);
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

    /// <summary>Where nothing is lost; else missing. Rows come as tensors too.</summary>
    private static Value As(Value value, ValueKind kind) => ValueConversion.TryFromTensor(value, kind, out Value converted) ? converted : Value.Missing;
}
