namespace AiInfra.Core.Signals;

/// <summary>What a <see cref="Signal"/> carries.</summary>
public enum SignalBody : byte
{
    /// <summary>A row in and a row out: <see cref="RowPrediction"/>.</summary>
    Row,

    /// <summary>Names, types and shapes of tensors: <see cref="TensorPrediction"/>.</summary>
    Tensors,

    /// <summary>Messages in and out: <see cref="Signals.Completion"/>.</summary>
    Completion,

    /// <summary>Nothing, for the request failed: <see cref="FailedRequest"/>.</summary>
    Failed,
}
