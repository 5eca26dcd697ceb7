namespace AiInfra.Data.Encoding;

/// <summary>A target scaler as it is saved.</summary>
internal sealed record TargetDocument(string Format, double Mean, double Scale, bool Log);
