using System.Globalization;
using System.Text;

namespace AiInfra.Faults;

/// <summary>A CSV file that a seed and a number determine: some rows are ragged, of the wrong kind, out of range, or repeats.</summary>
internal static class UntidyCsv
{
    private const int Rows = 5000;

    public static string Of(int seed, int number)
    {
        var random = new Random(unchecked((seed * 104_729) + number));
        var text = new StringBuilder("At,Site,Price,Demand\n");
        string last = "";
        for (int i = 0; i < Rows; i++)
        {
            DateTime at = DateTime.UnixEpoch.AddMinutes((number * Rows) + i);
            string price = random.Next(200) switch { 0 => "dear", 1 => "-4", _ => (random.NextDouble() * 100).ToString("0.00", CultureInfo.InvariantCulture) };
            string row = string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm:ss},site-{random.Next(20)},{price},{random.NextDouble():0.000}\n");
            last = random.Next(100) switch { 0 => "torn,row\n", 1 when last.Length > 0 => last, _ => row };
            text.Append(last);
        }

        return text.ToString();
    }

    /// <summary>Writes beside and renames: a kill leaves no half file of the scenario's own.</summary>
    public static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
