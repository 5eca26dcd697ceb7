using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Tests.Readmes;

/// <summary>The readings.csv of the READMEs: whether the price goes up follows from price and demand.</summary>
internal static class SampleReadings
{
    private static readonly RowSchema s_schema = new([new Column("Site", ValueKind.Text), new Column("Price", ValueKind.Number), new Column("Demand", ValueKind.Number)]);

    /// <summary>A row to ask about.</summary>
    public static Row Row { get; } = new(s_schema, ["north", 40, 0.9]);

    public static IEnumerable<string> Lines(int count)
    {
        var random = new Random(1);
        yield return "site, price, demand, up";
        for (int i = 0; i < count; i++)
        {
            double price = 100 * random.NextDouble(), demand = random.NextDouble();
            yield return string.Create(CultureInfo.InvariantCulture, $"{(random.Next(2) == 0 ? "north " : "south")},{price},{demand},{(demand > price / 100 ? "yes" : "no")}");
        }
    }
}
