using AiInfra.Core.Rows;

namespace AiInfra.Trees.Tests.Models;

/// <summary>Small made-up tables.</summary>
internal static class Tables
{
    public static readonly RowSchema Columns = new(
    [
        new("size", ValueKind.Number), new("city", ValueKind.Text), new("flag", ValueKind.Boolean), new("at", ValueKind.Instant), new("code", ValueKind.Number),
        new("price", ValueKind.Number), new("kind", ValueKind.Text), new("claims", ValueKind.Number),
    ]);

    /// <summary>Rows whose price follows size, city, flag and hour; with missing cells everywhere but in the targets.</summary>
    public static RowBatch Mixed(int rows, int seed = 1)
    {
        var random = new Random(seed);
        string[] cities = ["Aarau", "Bern", "Chur", "Davos", "Ems", "Flims"];
        Value Maybe(Value value) => random.Next(15) == 0 ? Value.Missing : value;
        return RowBatch.Of([.. Enumerable.Range(0, rows).Select(_ =>
        {
            double size = random.NextDouble() * 200;
            int city = random.Next(cities.Length);
            bool flag = random.Next(3) == 0;
            DateTime at = DateTime.UnixEpoch.AddDays(18_000).AddMinutes(random.Next(600_000));
            int code = random.Next(5);
            double price = (size * 3) + (city is 1 or 4 ? 250 : 0) + (flag ? 100 : 0) + (at.Hour < 8 ? 80 : 0) + (random.NextDouble() * 30);
            string kind = price > 700 ? "dear" : price > 300 ? "fair" : "cheap";
            return new Row(Columns,
            [
                Maybe(Value.Of(size)), Maybe(Value.Of(cities[city])), Maybe(Value.Of(flag)), Maybe(Value.Of(at)), Maybe(Value.Of((double)code)),
                Value.Of(price), Value.Of(kind), Value.Of((double)random.Next(1 + (int)(price / 300))),
            ]);
        })]);
    }
}
