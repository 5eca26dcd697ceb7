using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>A model run by ONNX Runtime. Thread-safe. Owns the native session; disposal waits for the calls that are inside.</summary>
public sealed class OnnxRuntimeModel : IModel
{
    private readonly InferenceSession _session;
    private readonly UseCount _uses;
    private readonly IReadOnlyList<ModelRemark> _read = [];

    private OnnxRuntimeModel(OnnxFile file, OnnxRuntimeOptions options)
    {
        _session = file.Session;
        _uses = new UseCount(_session.Dispose);
        try
        {
            Signature = OnnxSignature.Read(file, options.WholeRequests);
        }
        catch (ModelLoadException)
        {
            _session.Dispose();
            throw;
        }

        Unbound = new UnboundOutputs(Signature);
        _read = file.Remarks;
    }

    /// <inheritdoc />
    public ModelSignature Signature { get; }

    /// <summary>Outputs that the runtime gets no memory for.</summary>
    internal UnboundOutputs Unbound { get; }


    /// <summary>Loads a model from a file.</summary>
    /// <exception cref="ModelLoadException">The file is missing, damaged, too large, or refused by the runtime.</exception>
    /// <exception cref="RuntimeMissingException">No native ONNX Runtime is beside the application.</exception>
    public static OnnxRuntimeModel Load(string path, OnnxRuntimeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = (options ?? new OnnxRuntimeOptions()).Checked(nameof(options));
        return new OnnxRuntimeModel(OnnxSessionFactory.Open(path, options), options);
    }

    /// <summary>Loads a model from its bytes.</summary>
    /// <exception cref="ModelLoadException">The bytes are damaged, too many, or refused by the runtime.</exception>
    /// <exception cref="RuntimeMissingException">No native ONNX Runtime is beside the application.</exception>
    public static OnnxRuntimeModel Load(byte[] model, OnnxRuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options = (options ?? new OnnxRuntimeOptions()).Checked(nameof(options));
        return new OnnxRuntimeModel(OnnxSessionFactory.Open(model, options), options);
    }

    /// <inheritdoc />
    public ModelSlot CreateSlot()
    {
        ObjectDisposedException.ThrowIf(_uses.IsClosed, this);
        return new OnnxSlot(this);
    }

    /// <inheritdoc />
    public void Dispose() => _uses.Close();

    /// <summary>Runs a binding; the session cannot go away meanwhile.</summary>
    internal void Run(RunOptions options, OrtIoBinding binding)
    {
        ObjectDisposedException.ThrowIf(!_uses.TryEnter(), this);
        try
        {
            _session.RunWithBinding(options, binding);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InferenceException($"The model failed: {e.Message}", e);
        }
        finally
        {
            _uses.Leave();
        }
    }

    /// <summary>Makes a binding; the session cannot go away meanwhile.</summary>
    internal T Inside<T>(Func<InferenceSession, T> make)
    {
        ObjectDisposedException.ThrowIf(!_uses.TryEnter(), this);
        try
        {
            return make(_session);
        }
        finally
        {
            _uses.Leave();
        }
    }

    /// <summary>What whoever serves the model should know, by now: calls may have shown more.</summary>
    internal IEnumerable<ModelRemark> Remarks()
    {
        foreach (ModelRemark remark in _read)
        {
            yield return remark;
        }

        if (Signature.LeftOut.Count > 0)
        {
            yield return new ModelRemark(true, $"Outputs that are no tensors of numbers, booleans or strings are left out: {string.Join(", ", Signature.LeftOut)}. Export them as tensors; scikit-learn's converter does with zipmap=False.");
        }

        string[] other = [.. Signature.Outputs.Where((o, i) => Unbound.Contains(i) && Signature.IndexOfInput(o.Name) < 0).Select(o => $"{o}")];
        if (other.Length > 0)
        {
            yield return new ModelRemark(false, $"Outputs that come in another shape than the file declares are taken as they come: {string.Join(", ", other)}.");
        }
    }
}
