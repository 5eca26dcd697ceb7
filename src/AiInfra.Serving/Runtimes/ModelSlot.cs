using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Runtimes;

/// <summary>Working memory of one call at a time: fill <see cref="Inputs"/>, call <see cref="Run"/>, read <see cref="Outputs"/>.</summary>
/// <remarks>Not thread-safe. Owns its memory, native parts included; dispose it before its model.</remarks>
public abstract class ModelSlot : IDisposable
{
    private readonly SlotTensor[] _inputs;
    private readonly SlotTensor[] _outputs;
    private readonly int[] _widths;
    private readonly OutputShape[] _outputShapes;
    private bool _resolved;

    /// <summary>Makes memory for a signature.</summary>
    protected ModelSlot(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Signature = signature;
        _inputs = [.. signature.Inputs.Select(i => new SlotTensor(i))];
        _outputs = [.. signature.Outputs.Select(o => new SlotTensor(o))];
        _widths = signature.HasFixedRows ? [.. signature.Inputs.Select(i => checked((int)i.RowWidth))] : [];
        _outputShapes = [.. signature.Outputs.Select(o => new OutputShape(o, signature))];
    }

    /// <summary>The model's signature.</summary>
    public ModelSignature Signature { get; }

    /// <summary>Inputs in the model's order.</summary>
    public ReadOnlySpan<SlotTensor> Inputs => _inputs;

    /// <summary>Outputs in the model's order. Their shapes are those of the last run.</summary>
    public ReadOnlySpan<SlotTensor> Outputs => _outputs;

    /// <summary>Rows of the present call, where <see cref="SetRows"/> set them.</summary>
    public int Rows { get; private set; }

    /// <summary>Whose slot it is, in words of messages.</summary>
    internal string Owner { get; set; } = "The model";

    /// <summary>When the batch that ran last is read, as a timestamp of the batcher's clock.</summary>
    internal long ReadAt { get; set; }

    /// <summary>Latencies of the batch that is read.</summary>
    internal LatencyTally Tally { get; } = new();

    /// <summary>Gives every input the shape [rows, …]. What was written before is undefined.</summary>
    /// <exception cref="InvalidOperationException">An input has open dimensions besides the rows: resize each input instead.</exception>
    public void SetRows(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        if (!Signature.HasFixedRows)
        {
            throw new InvalidOperationException($"The model's inputs have open dimensions besides the rows: {Signature}. Resize each input.");
        }

        if (rows == Rows)
        {
            return;
        }

        // Until all have their memory: where it is refused, the next call must not take this for done.
        Rows = 0;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].SetRows(rows, _widths[i]);
        }

        Rows = rows;
        Resolve();
    }

    /// <summary>Gives one input a shape, checked against the signature.</summary>
    /// <exception cref="InferenceRequestException">The shape does not fit.</exception>
    public void SetShape(int input, ReadOnlySpan<long> shape)
    {
        ShapeCheck.Input(Signature.Inputs[input], shape);
        _inputs[input].Resize(shape);
        Rows = 0;
        _resolved = false;
    }

    /// <summary>Runs the model on the inputs as they are.</summary>
    /// <exception cref="InferenceException">The model failed: whatever it threw is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">The model ended itself.</exception>
    /// <exception cref="ObjectDisposedException">The model or the slot was disposed.</exception>
    public void Run()
    {
        if (!_resolved)
        {
            ShapeCheck.Symbols(_inputs);
            Resolve();
        }

        try
        {
            RunCore();
        }
        catch (Exception e) when (e is not (InferenceException or InferenceRequestException or ObjectDisposedException or OperationCanceledException))
        {
            // A runtime of anybody's may throw anything; whoever falls back, or answers over HTTP, knows one exception.
            throw new InferenceException($"{Owner} failed: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>Runs, and throws where the model gave another number of rows than it was given: whose answer is whose could not be told.</summary>
    /// <exception cref="InferenceException">The model failed, or an output has other rows than the inputs.</exception>
    internal void RunRows()
    {
        Run();
        CheckRows();
    }

    /// <summary>Throws where the run gave another number of rows than it was given.</summary>
    /// <exception cref="InferenceException">An output has other rows than the inputs.</exception>
    internal void CheckRows()
    {
        for (int i = 0; i < _outputs.Length && Signature.HasRows; i++)
        {
            ReadOnlySpan<long> shape = _outputs[i].Shape;
            if (!_outputShapes[i].IsKnown && (shape.Length == 0 || shape[0] != _inputs[0].Shape[0]))
            {
                throw new InferenceException($"Output '{_outputs[i].Spec.Name}' has {(shape.Length == 0 ? "no" : shape[0])} rows for {_inputs[0].Shape[0]} rows of input; its rows cannot be told apart. Where a model's answer is of another length by its nature, as an object detector's, set {nameof(OnnxRuntimeOptions)}.{nameof(OnnxRuntimeOptions.WholeRequests)}: each request is then a call of its own, answered whole.");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether an output's shape follows from the inputs' shapes; its memory then has that shape before the run.</summary>
    protected bool IsKnown(int output) => _outputShapes[output].IsKnown;

    /// <summary>An output's shape does not follow from the inputs', whatever the model declares.</summary>
    private protected void Forget(int output) => _outputShapes[output].Forget();

    /// <summary>Runs: reads the inputs, writes the outputs; those whose shape is not known before are resized by the implementation. What it throws reaches the caller as an <see cref="InferenceException"/>; an <see cref="InferenceRequestException"/>, where the request is at fault, as it is.</summary>
    protected abstract void RunCore();

    /// <summary>Frees what the slot holds besides managed memory.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void Resolve()
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_outputShapes[i].IsKnown)
            {
                _outputs[i].Resize(_outputShapes[i].Resolve(_inputs));
            }
        }

        _resolved = true;
    }
}
