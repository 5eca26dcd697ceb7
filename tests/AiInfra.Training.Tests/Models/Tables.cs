using AiInfra.Core.Rows;

namespace AiInfra.Training.Tests.Models;

/// <summary>Made-up tables with all kinds of columns.</summary>
internal static class Tables
{
    public static readonly RowSchema Schema = new(
    [
        new Column("size", ValueKind.Number), new Column("age", ValueKind.Number), new Column("city", ValueKind.Text), new Column("open", ValueKind.Boolean),
        new Column("at", ValueKind.Instant), new Column("class", ValueKind.Text), new Column("price", ValueKind.Number),
    ]);

    public static Row[] Make(int rows, int seed = 1)
    {
        var random = new Random(seed);
        string[] cities = ["Aachen", "Berlin", "Cottbus", "Dresden"];
        var made = new Row[rows];
        for (int i = 0; i < rows; i++)
        {
            double size = random.NextDouble() * 100;
            double age = random.NextDouble() * 50;
            int city = random.Next(cities.Length);
            bool open = random.Next(2) == 0;
            double score = (size / 20) - (age / 15) + city + (open ? 1 : 0);
            double noise = random.NextDouble() - 0.5;
            made[i] = new Row(Schema,
            [
                random.Next(20) == 0 ? Value.Missing : size, age, random.Next(30) == 0 ? Value.Missing : cities[city], open,
                DateTime.UnixEpoch.AddDays(18_000).AddMinutes(i * 30), score + noise > 3.5 ? "high" : score + noise > 1 ? "middle" : "low", 1000 + (250 * score) + (50 * noise),
            ]);
        }

        return made;
    }
}
