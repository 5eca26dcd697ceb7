using AiInfra.Core.Rows;

namespace AiInfra.Serving.Typed;

/// <summary>A typed result with the rows that request and result stand for.</summary>
internal readonly record struct Watched<TOut>(TOut Result, Row Inputs, Row Outputs);
