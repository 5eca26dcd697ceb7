using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>A slot whose memory ONNX Runtime reads and writes in place, through one binding for each shape in use.</summary>
internal sealed class OnnxSlot(OnnxRuntimeModel model) : ModelSlot(model.Signature)
{
    private const int MostBindings = 64;
    private const int MostRows = 1024;
    private readonly RunOptions _options = new();
    private readonly List<OnnxBinding> _bindings = [];
    private readonly Utf8Cache _texts = new(model.Signature.Classes);
    private OnnxBinding?[] _byRows = [];
    private OnnxBinding? _last;
    private int _generation;
    private int _forgotten;
    private bool _disposed;

    protected override void RunCore()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_forgotten != model.Unbound.Count)
        {
            Forget();
        }

        OnnxBinding binding = Find();
        binding.FreeOutputs();
        binding.WriteTexts();
        try
        {
            model.Run(_options, binding.Native);
        }
        catch (InferenceException e) when (binding.HasKnown && UnboundOutputs.MayExplain(e))
        {
            if (!TryUnbound())
            {
                throw;
            }

            return;
        }

        binding.ReadBack(_texts);
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            Clear();
            _options.Dispose();
        }
    }

    private OnnxBinding Find()
    {
        int generation = Generation();
        if (generation != _generation)
        {
            Clear();
            _generation = generation;
        }

        if (_last is not null && _last.Fits(Inputs))
        {
            return _last;
        }

        return _last = Rows is > 0 and <= MostRows ? FindByRows() : FindByShapes();
    }

    private OnnxBinding FindByRows()
    {
        if (Rows >= _byRows.Length)
        {
            Array.Resize(ref _byRows, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Rows + 1));
        }

        return _byRows[Rows] ??= Make();
    }

    private OnnxBinding FindByShapes()
    {
        OnnxBinding? found = null;
        for (int i = 0; i < _bindings.Count && found is null; i++)
        {
            found = _bindings[i].Fits(Inputs) ? _bindings[i] : null;
        }

        if (found is null)
        {
            if (_bindings.Count == MostBindings)
            {
                // The oldest goes: shapes come and go together. It may be the last one used.
                _last = null;
                _bindings[0].Dispose();
                _bindings.RemoveAt(0);
            }

            found = Make();
            _bindings.Add(found);
        }

        return found;
    }

    /// <summary>Runs with no output bound. Where that works, outputs that came in another shape than declared are not bound again.</summary>
    private bool TryUnbound()
    {
        long[]?[] expected = new long[]?[Outputs.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = IsKnown(i) ? Outputs[i].Shape.ToArray() : null;
        }

        using OnnxBinding free = model.Inside(session => new OnnxBinding(session, this, _ => false));
        free.WriteTexts();
        try
        {
            model.Run(_options, free.Native);
        }
        catch (InferenceException)
        {
            return false;
        }

        free.ReadBack(_texts);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] is long[] shape && !Outputs[i].Shape.SequenceEqual(shape))
            {
                model.Unbound.Add(i);
            }
        }

        return true;
    }

    /// <summary>Takes over what calls of this model have shown of its outputs.</summary>
    private void Forget()
    {
        _forgotten = model.Unbound.Count;
        for (int i = 0; i < Outputs.Length; i++)
        {
            if (model.Unbound.Contains(i))
            {
                Forget(i);
            }
        }

        Clear();
    }

    private OnnxBinding Make() => model.Inside(session => new OnnxBinding(session, this, IsKnown));

    private int Generation()
    {
        int sum = 0;
        foreach (SlotTensor input in Inputs)
        {
            sum += input.Generation;
        }

        for (int i = 0; i < Outputs.Length; i++)
        {
            sum += IsKnown(i) ? Outputs[i].Generation : 0;
        }

        return sum;
    }

    private void Clear()
    {
        foreach (OnnxBinding binding in _bindings)
        {
            binding.Dispose();
        }

        foreach (OnnxBinding? binding in _byRows)
        {
            binding?.Dispose();
        }

        _bindings.Clear();
        _byRows.AsSpan().Clear();
        _last = null;
    }
}
