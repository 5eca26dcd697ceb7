using System.Globalization;
using System.Text;

namespace ClosedLoop;

/// <summary>
/// A seeded stream of parcels: will one be late? What makes parcels late changes on the way: suddenly (a carrier's strike), slowly (a growing city), and for good.
/// Written as a CSV file, so that it goes the same way as a file of yours.
/// </summary>
internal static class GeneratedStream
{
    public const string Target = "late";
    private static readonly string[] Carriers = ["north", "swift", "blue", "local"];
    private static readonly string[] Depots = ["harbour", "hill", "airport", "old-town", "river"];

    public static void Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("weight_kg,distance_km,carrier,depot,hour,weekday,price,rain_mm,priority,late\n");
        for (int i = 0; i < rows; i++)
        {
            double t = (double)i / rows;
            double weight = Math.Exp((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 1.6);
            // The city grows: distances drift upwards in the second half.
            double distance = (5 + (60 * random.NextDouble() * random.NextDouble())) * (1 + (0.9 * Math.Clamp((t - 0.55) / 0.25, 0, 1)));
            int carrier = Pick(random, t < 0.4 ? [4, 3, 2, 1] : [2, 3, 3, 2]);
            int depot = random.Next(Depots.Length);
            int hour = (int)(6 + (14 * (random.NextDouble() + random.NextDouble()) / 2));
            int weekday = i / 30 % 7;
            double rain = random.NextDouble() < 0.25 ? -6 * Math.Log(1 - random.NextDouble()) : 0;
            bool priority = random.NextDouble() < 0.2;
            double price = 3 + (0.9 * weight) + (0.05 * distance) + (priority ? 4 : 0) + random.NextDouble();

            double score = (0.035 * (distance - 22)) + (0.07 * rain) + (hour >= 15 ? 0.7 : -0.2) + (priority ? -1.3 : 0) - 0.35;
            score += t switch
            {
                // Before: swift is slow from the airport, heavy parcels wait.
                < 0.4 => (carrier == 1 && depot == 2 ? 1.6 : 0) + (0.5 * Math.Log(weight)) + (carrier == 0 ? -0.6 : 0),

                // A strike at north: it turns from the best into the worst, and the airport recovers.
                < 0.7 => (carrier == 0 ? 2.2 : -0.3) + (0.5 * Math.Log(weight)) + (depot == 2 ? -0.5 : 0),

                // After: a new hub for heavy parcels turns their disadvantage round; the river floods.
                _ => (-0.9 * Math.Log(weight)) + (depot == 4 ? 1.8 : -0.3) + (carrier == 0 ? -0.3 : 0.1) - 0.8,
            };
            bool late = random.NextDouble() < 1 / (1 + Math.Exp(-1.7 * score));
            bool missing = random.NextDouble() < 0.02;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{weight:0.###},{(missing ? "" : distance.ToString("0.##", CultureInfo.InvariantCulture))},{Carriers[carrier]},{Depots[depot]},{hour},{weekday},{price:0.##},{rain:0.#},{(priority ? "yes" : "no")},{(late ? "yes" : "no")}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    private static int Pick(Random random, ReadOnlySpan<int> weights)
    {
        int total = 0;
        foreach (int weight in weights)
        {
            total += weight;
        }

        int at = random.Next(total);
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }
}
