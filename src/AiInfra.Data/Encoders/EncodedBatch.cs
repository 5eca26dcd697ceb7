namespace AiInfra.Data.Encoders;

/// <summary>Rows as numbers.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Width">Dense features a row.</param>
/// <param name="Dense">Dense features, [rows, width] row by row.</param>
/// <param name="CategoryCount">Indices a row.</param>
/// <param name="Categories">Indices, [rows, categories] row by row.</param>
public sealed record EncodedBatch(int Rows, int Width, float[] Dense, int CategoryCount, long[] Categories)
{
    /// <inheritdoc />
    public override string ToString() => $"EncodedBatch {{ Rows = {Rows}, Width = {Width}, Dense = {Shown.List(Dense)}, CategoryCount = {CategoryCount}, Categories = {Shown.List(Categories)} }}";
}
