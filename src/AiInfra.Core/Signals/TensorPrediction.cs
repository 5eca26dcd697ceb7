namespace AiInfra.Core.Signals;

/// <summary>One answer of a model whose inputs or outputs are no rows (images, sequences, boxes, embeddings): what they are called and how large they were. Their content is not kept.</summary>
public sealed record TensorPrediction : Signal
{
    /// <summary>The inputs, in the model's order.</summary>
    public required IReadOnlyList<TensorShape> Inputs { get; init; }

    /// <summary>The outputs, in the model's order.</summary>
    public required IReadOnlyList<TensorShape> Outputs { get; init; }

    /// <inheritdoc />
    public override SignalBody Body => SignalBody.Tensors;

    /// <summary>The shapes in one line, for example "image FP32[1,3,224,224] -> boxes FP32[12,4], scores FP32[12]".</summary>
    public string Shapes() => $"{string.Join(", ", Inputs)} -> {string.Join(", ", Outputs)}";

    /// <inheritdoc />
    public override string ToString() => $"TensorPrediction {{ Id = {Id}, Deployment = {Deployment}, Model = {Model}, Version = {Version}, Role = {Role}, At = {At}, Latency = {Latency}, TraceId = {TraceId}, Key = {Key}, Of = {Of}, Shapes = {Shapes()} }}";
}
