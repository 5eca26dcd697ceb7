namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>A point of a line.</summary>
internal readonly record struct Sample(double X, double Y);
