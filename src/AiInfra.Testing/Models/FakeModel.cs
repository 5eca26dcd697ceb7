using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>A model made of a function over records or rows. It can be served like any other, and remembers what it was asked.</summary>
/// <remarks>Thread-safe where its function is. Like a real model of raw columns it cannot tell a missing text from an empty one. Nothing needs to be disposed.</remarks>
public sealed class FakeModel : IModel
{
    private readonly RowSchema _inputs;
    private readonly Func<Row, Value[][]> _answer;
    private readonly DelegateModel _model;
    private readonly Lock _lock = new();
    private readonly List<Row> _asked = [];

    private FakeModel(RowSchema inputs, IEnumerable<TensorSpec> outputs, Func<Row, Value[][]> answer, IEnumerable<string>? classes)
    {
        if (inputs.Count == 0)
        {
            throw new ArgumentException("A model needs at least one input column.", nameof(inputs));
        }

        _inputs = inputs;
        _answer = answer;
        var metadata = new Dictionary<string, string>();
        if (classes is not null)
        {
            metadata[ModelKeys.Classes] = new JsonArray([.. classes.Select(c => JsonValue.Create(c))]).ToJsonString();
        }

        _model = new DelegateModel(new ModelSignature(inputs.Columns.Select(FakeColumns.Input), outputs, metadata), Run);
    }

    /// <inheritdoc />
    public ModelSignature Signature => _model.Signature;

    /// <summary>The rows it was asked, in the order they came.</summary>
    public IReadOnlyList<Row> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>A model of records. Inputs are the columns of <typeparamref name="TIn"/> and outputs the properties of <typeparamref name="TOut"/>, named as everywhere (<c>[Column("…")]</c> or the property): numbers, texts, booleans, enums, times; outputs may be arrays of float or double, for example probabilities.</summary>
    /// <param name="answer">The answer to one record. What it throws reaches the caller inside an <see cref="InferenceException"/>, as a failing model does.</param>
    /// <param name="classes">Names of the classes, in the order of an array of probabilities.</param>
    /// <exception cref="ArgumentException">A property has a type that models don't take; the message names it.</exception>
    public static FakeModel Of<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TIn,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOut>(Func<TIn, TOut> answer, IEnumerable<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        RecordShape<TIn> inputs = RecordShape<TIn>.Instance;
        var outputs = new RecordWriter<TOut>();
        return new FakeModel(inputs.Schema, outputs.Specs, row => outputs.Write(answer(inputs.Read(row))), classes);
    }

    /// <summary>A model of rows.</summary>
    /// <param name="inputs">The columns it takes.</param>
    /// <param name="outputs">The columns it answers; times are not among the things models answer.</param>
    /// <param name="answer">The answer to one row, with the output columns. What it throws reaches the caller inside an <see cref="InferenceException"/>.</param>
    /// <exception cref="ArgumentException">There are no inputs or no outputs, or an output is a time.</exception>
    public static FakeModel Of(RowSchema inputs, RowSchema outputs, Func<Row, Row> answer)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(answer);
        return new FakeModel(inputs, [.. outputs.Columns.Select(FakeColumns.Output)], row => FakeColumns.Split(answer(row), outputs), null);
    }

    /// <summary>The answer to one row, without a host.</summary>
    /// <exception cref="InferenceRequestException">The row lacks a column, or a value is of another kind.</exception>
    /// <exception cref="InferenceException">The function threw.</exception>
    public Row Predict(Row row)
    {
        using var model = new Serving.Rows.RowModel(this);
        return model.Predict(row);
    }

    /// <inheritdoc />
    public ModelSlot CreateSlot() => _model.CreateSlot();

    /// <summary>Does nothing: the model can be served again.</summary>
    public void Dispose()
    {
    }

    private void Run(ModelSlot slot)
    {
        int rows = (int)slot.Inputs[0].Shape[0];
        var answers = new Value[rows][][];
        for (int r = 0; r < rows; r++)
        {
            Row row = FakeColumns.Read(slot, _inputs, r);
            lock (_lock)
            {
                _asked.Add(row);
            }

            answers[r] = Answer(row);
        }

        for (int o = 0; o < slot.Outputs.Length; o++)
        {
            FakeColumns.Write(slot.Outputs[o], answers, o);
        }
    }

    private Value[][] Answer(Row row)
    {
        try
        {
            return _answer(row);
        }
        catch (Exception e) when (e is not (InferenceException or InferenceRequestException or OperationCanceledException))
        {
            throw new InferenceException($"The fake model's function threw {e.GetType().Name} on ({row}): {e.Message}", e);
        }
    }
}
