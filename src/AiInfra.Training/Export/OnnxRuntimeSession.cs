using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Training.Export;

/// <summary>A model that ONNX Runtime has opened.</summary>
internal sealed class OnnxRuntimeSession(InferenceSession session) : IOnnxSession
{
    public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([.. inputs.Select(i => Named(i.Key, i.Value))]);
            return outputs.ToDictionary(o => o.Name, o => Read(o), StringComparer.Ordinal);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxExportException($"ONNX Runtime does not run the exported model: {e.Message}", e);
        }
    }

    public void Dispose() => session.Dispose();

    private static NamedOnnxValue Named(string name, OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => Dense<float>(name, tensor),
        OnnxElementType.Double => Dense<double>(name, tensor),
        OnnxElementType.Int64 => Dense<long>(name, tensor),
        OnnxElementType.Int32 => Dense<int>(name, tensor),
        OnnxElementType.Bool => Dense<bool>(name, tensor),
        OnnxElementType.String => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(tensor.Texts.ToArray(), Dims(tensor))),
        _ => throw new OnnxExportException($"Input '{name}' is of type {tensor.ElementType}, which the check does not give."),
    };

    private static NamedOnnxValue Dense<T>(string name, OnnxTensor tensor)
        where T : unmanaged => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(tensor.AsSpan<T>().ToArray(), Dims(tensor)));

    private static int[] Dims(OnnxTensor tensor) => [.. tensor.Dims.Select(d => checked((int)d))];

    private static OnnxTensor Read(DisposableNamedOnnxValue output) => output.ElementType switch
    {
        TensorElementType.Float => Of<float>(output),
        TensorElementType.Double => Of<double>(output),
        TensorElementType.Int64 => Of<long>(output),
        TensorElementType.Int32 => Of<int>(output),
        TensorElementType.UInt8 => Of<byte>(output),
        TensorElementType.Int8 => Of<sbyte>(output),
        TensorElementType.Bool => Of<bool>(output),
        TensorElementType.String => Of<string>(output),
        _ => throw new OnnxExportException($"Output '{output.Name}' is of type {output.ElementType}, which the check does not read."),
    };

    private static OnnxTensor Of<T>(DisposableNamedOnnxValue output)
    {
        DenseTensor<T> tensor = output.AsTensor<T>().ToDenseTensor();
        return OnnxTensor.Of<T>(output.Name, tensor.Buffer.Span, [.. tensor.Dimensions.ToArray().Select(d => (long)d)]);
    }
}
