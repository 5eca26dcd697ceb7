namespace AiInfra.Serving.Runtimes;

/// <summary>Tensors in the order of a model's inputs, checked against its signature.</summary>
internal sealed class TensorRequest
{
    private TensorRequest(TensorData[] inputs, int rows)
    {
        Inputs = inputs;
        Rows = rows;
    }

    public TensorData[] Inputs { get; }

    public int Rows { get; }

    /// <exception cref="InferenceRequestException">Names, types, shapes or sizes do not fit.</exception>
    public static TensorRequest Check(ModelSignature signature, IReadOnlyList<NamedTensor> named)
    {
        var inputs = new TensorData[signature.Inputs.Count];
        foreach (NamedTensor tensor in named)
        {
            int at = tensor.Name is null ? -1 : signature.IndexOfInput(tensor.Name);
            if (at < 0 || tensor.Data is null || inputs[at] is not null)
            {
                throw new InferenceRequestException("Inputs", $"each of {Names(signature)} once", at < 0 ? $"an unknown '{tensor.Name}'" : tensor.Data is null ? $"'{tensor.Name}' without data" : $"'{tensor.Name}' twice");
            }

            inputs[at] = tensor.Data;
        }

        long rows = signature.HasRows ? -1 : 1;
        for (int i = 0; i < inputs.Length; i++)
        {
            TensorSpec spec = signature.Inputs[i];
            TensorData data = inputs[i] ?? throw new InferenceRequestException("Inputs", $"each of {Names(signature)} once", $"no '{spec.Name}'");
            if (data.Type != spec.Type && !(spec.Type == TensorType.BFloat16 && data.Type == TensorType.UInt16))
            {
                throw new InferenceRequestException($"Input '{spec.Name}'", $"element type {spec.Type.ProtocolName()}", data.Type.ProtocolName());
            }

            ShapeCheck.Input(spec, data.Shape);
            if (signature.HasRows && rows >= 0 && data.Shape[0] != rows)
            {
                throw new InferenceRequestException($"Input '{spec.Name}'", $"{rows} rows as in '{signature.Inputs[0].Name}'", $"{data.Shape[0]} rows");
            }

            rows = signature.HasRows ? data.Shape[0] : 1;
        }

        return new TensorRequest(inputs, (int)rows);
    }

    private static string Names(ModelSignature signature) => string.Join(", ", signature.Inputs.Select(i => $"'{i.Name}'"));
}
