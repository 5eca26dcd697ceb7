using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Serving.Runtimes;

/// <summary>The native values of a slot for one set of input shapes.</summary>
internal sealed class OnnxBinding : IDisposable
{
    private readonly ModelSlot _slot;
    private readonly long[][] _shapes;
    private readonly OrtValue?[] _inputs;
    private readonly OrtValue?[] _outputs;
    private readonly string?[]?[] _written;
    private readonly int[] _at;
    private readonly bool _hasUnknown;

    public OnnxBinding(InferenceSession session, ModelSlot slot, Func<int, bool> isKnown)
    {
        _slot = slot;
        _shapes = new long[slot.Inputs.Length][];
        _inputs = new OrtValue[slot.Inputs.Length];
        _written = new string?[]?[slot.Inputs.Length];
        _outputs = new OrtValue[slot.Outputs.Length];
        Native = session.CreateIoBinding();
        for (int i = 0; i < _inputs.Length; i++)
        {
            SlotTensor input = slot.Inputs[i];
            _shapes[i] = input.Shape.ToArray();
            _written[i] = input.Spec.Type == TensorType.String ? new string?[input.Count] : null;
            _inputs[i] = Value(input);
            Native.BindInput(input.Spec.RuntimeName, _inputs[i]!);
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            SlotTensor output = slot.Outputs[i];
            if (isKnown(i))
            {
                _outputs[i] = Value(output);
                Native.BindOutput(output.Spec.RuntimeName, _outputs[i]!);
            }
            else
            {
                Native.BindOutputToDevice(output.Spec.RuntimeName, OrtMemoryInfo.DefaultInstance);
                _hasUnknown = true;
            }
        }

        // Values come in the order of the binding, which is not ours to assume.
        string[] order = _hasUnknown ? Native.GetOutputNames() : [];
        _at = _hasUnknown ? [.. slot.Outputs.ToArray().Select(o => Array.IndexOf(order, o.Spec.RuntimeName))] : [];
    }

    public OrtIoBinding Native { get; }

    /// <summary>Whether the runtime writes into memory that an output's declared shape gave it.</summary>
    public bool HasKnown => Array.Exists(_outputs, o => o is not null);

    public bool Fits(ReadOnlySpan<SlotTensor> inputs)
    {
        for (int i = 0; i < _shapes.Length; i++)
        {
            if (!inputs[i].Shape.SequenceEqual(_shapes[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Outputs of unknown shape are bound anew for each run: otherwise the runtime would take the last run's for memory that is given, and refuse another shape.</summary>
    public void FreeOutputs()
    {
        for (int i = 0; i < _outputs.Length && _hasUnknown; i++)
        {
            if (_outputs[i] is null)
            {
                Native.BindOutputToDevice(_slot.Outputs[i].Spec.RuntimeName, OrtMemoryInfo.DefaultInstance);
            }
        }
    }

    /// <summary>Strings live in native memory: those that differ from the last call's are copied.</summary>
    public void WriteTexts()
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_written[i] is not string?[] written)
            {
                continue;
            }

            Span<string?> texts = _slot.Inputs[i].Text;
            for (int e = 0; e < texts.Length; e++)
            {
                string text = texts[e] ?? string.Empty;
                if (!string.Equals(written[e] ?? string.Empty, text, StringComparison.Ordinal))
                {
                    _inputs[i]!.StringTensorSetElementAt(text.AsSpan(), e);
                    written[e] = text;
                }
            }
        }
    }

    /// <summary>Brings strings, and outputs whose shape was not known, into the slot's memory.</summary>
    public void ReadBack(Utf8Cache texts)
    {
        if (_hasUnknown)
        {
            using IDisposableReadOnlyCollection<OrtValue> values = Native.GetOutputValues();
            for (int i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i] is null)
                {
                    OrtValue value = values.ElementAt(_at[i]);
                    _slot.Outputs[i].Become(value.GetTensorTypeAndShape().Shape);
                    Read(value, _slot.Outputs[i], texts);
                }
            }
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_outputs[i] is OrtValue value && _slot.Outputs[i].Spec.Type == TensorType.String)
            {
                Read(value, _slot.Outputs[i], texts);
            }
        }
    }

    public void Dispose()
    {
        Native.Dispose();
        foreach (OrtValue? value in _inputs.Concat(_outputs))
        {
            value?.Dispose();
        }
    }

    private static void Read(OrtValue value, SlotTensor to, Utf8Cache texts)
    {
        if (to.Spec.Type != TensorType.String)
        {
            value.GetTensorMutableRawData().CopyTo(to.Bytes);
            return;
        }

        Span<string?> into = to.Text;
        for (int e = 0; e < into.Length; e++)
        {
            into[e] = texts.Get(value.GetStringElementAsSpan(e));
        }
    }

    private static OrtValue Value(SlotTensor tensor)
    {
        TensorElementType type = tensor.Spec.Type.ToNative();
        long[] shape = tensor.Shape.ToArray();
        return type == TensorElementType.String
            ? OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape)
            : OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, tensor.Address, tensor.Bytes.Length);
    }
}
