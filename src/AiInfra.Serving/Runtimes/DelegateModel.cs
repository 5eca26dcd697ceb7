namespace AiInfra.Serving.Runtimes;

/// <summary>A model made of a function: a rule, a baseline, or a stand-in for tests.</summary>
/// <param name="signature">What it takes and gives.</param>
/// <param name="run">Reads the slot's inputs and writes its outputs; outputs whose shape does not follow from the inputs are resized by the function. Must be thread-safe.</param>
public sealed class DelegateModel(ModelSignature signature, Action<ModelSlot> run) : IModel
{
    private readonly Action<ModelSlot> _run = run ?? throw new ArgumentNullException(nameof(run));
    private volatile bool _disposed;

    /// <inheritdoc />
    public ModelSignature Signature { get; } = signature ?? throw new ArgumentNullException(nameof(signature));

    /// <inheritdoc />
    public ModelSlot CreateSlot()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Slot(this);
    }

    /// <inheritdoc />
    public void Dispose() => _disposed = true;

    private sealed class Slot(DelegateModel model) : ModelSlot(model.Signature)
    {
        protected override void RunCore()
        {
            ObjectDisposedException.ThrowIf(model._disposed, model);
            model._run(this);
        }
    }
}
