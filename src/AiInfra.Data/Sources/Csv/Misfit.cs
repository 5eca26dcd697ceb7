namespace AiInfra.Data.Sources.Csv;

/// <summary>A cell that does not fit its column.</summary>
internal readonly record struct Misfit(int Row, int Column, string Reason);
