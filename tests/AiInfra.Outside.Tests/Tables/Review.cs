namespace AiInfra.Outside.Tests.Tables;

/// <summary>What a person said of a prediction.</summary>
internal sealed record Review(string Prediction, string By, bool IsRight, DateTimeOffset At);
