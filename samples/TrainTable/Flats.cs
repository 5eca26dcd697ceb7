using System.Globalization;
using System.Text;

namespace TrainTable;

/// <summary>A made table: flats with gaps, what they cost, and whether they were let within a month.</summary>
internal static class Flats
{
    private static readonly string[] Districts = ["harbour", "hill", "old town", "station"];

    public static string Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("id,area,rooms,district,floor,lift,offered,rent,let\n");
        for (int i = 0; i < rows; i++)
        {
            double area = 20 + (100 * random.NextDouble() * random.NextDouble());
            int rooms = Math.Max(1, (int)(area / 25)), district = random.Next(4), floor = random.Next(8);
            bool lift = random.NextDouble() < 0.2 + (0.08 * floor);
            double worth = (9 + (2 * district)) * area * (1 - (lift ? 0 : 0.02 * floor));
            double rent = worth * Math.Exp(0.25 * Normal(random));
            double wish = (8 * Math.Log(worth / rent)) + (rooms == 2 ? 1 : 0) - (district == 3 && floor < 2 ? 3 : 0);
            bool let = random.NextDouble() < 1 / (1 + Math.Exp(-wish));
            DateTime day = new DateTime(2024, 1, 1).AddDays(random.Next(600));
            string known = random.Next(12) == 0 ? "" : floor.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"F{i:00000},{area:0},{rooms},{Districts[district]},{known},{(lift ? "yes" : "no")},{day:yyyy-MM-dd},{rent:0},{(let ? "soon" : "late")}\n");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
