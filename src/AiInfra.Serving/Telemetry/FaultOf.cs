namespace AiInfra.Serving.Telemetry;

/// <summary>Whose doing a failure is.</summary>
internal enum FaultOf : byte
{
    /// <summary>The version failed, or had no time.</summary>
    Version,

    /// <summary>The request does not fit the model, or its client went away.</summary>
    Unfit,

    /// <summary>The queue was full.</summary>
    Refused,
}
