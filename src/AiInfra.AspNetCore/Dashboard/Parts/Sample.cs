namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>A point of a line.</summary>
internal readonly record struct Sample(double X, double Y);
