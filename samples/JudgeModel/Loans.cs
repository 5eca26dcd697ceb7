using System.Globalization;
using System.Text;

namespace JudgeModel;

/// <summary>A made table: loans, whether they were paid back, and what two models say. The new model knows more (the trade), but was taught little about young applicants of the coast.</summary>
internal static class Loans
{
    public static string Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("region,sex,age,income,debt,trade,y,a,b\n");
        string[] regions = ["coast", "hills", "plain", "city"], trades = ["craft", "office", "farm", "shop"];
        for (int i = 0; i < rows; i++)
        {
            string region = regions[random.Next(4)], trade = trades[random.Next(4)], sex = random.Next(2) == 0 ? "f" : "m";
            double age = 18 + (60 * random.NextDouble() * random.NextDouble()), income = Math.Exp(3.3 + (0.5 * Normal(random))), debt = Math.Exp(2 + (0.8 * Normal(random)));
            double known = (1.4 * Math.Log(income / 27)) - (0.9 * Math.Log(debt / 7.4)) + (0.02 * (age - 35));
            double hidden = trade switch { "craft" => 1.3, "farm" => -1.3, _ => 0 };
            bool paid = random.NextDouble() < Logistic(known + hidden + 0.4);
            bool blind = region == "coast" && age < 26;
            double a = Logistic(known + 0.4 + (0.3 * Normal(random)) + (sex == "m" ? 0.25 : -0.25));
            double b = Logistic((blind ? -0.8 * known : known + hidden) + 0.4 + (0.3 * Normal(random)) + (sex == "m" ? 0.1 : -0.1));
            text.Append(CultureInfo.InvariantCulture, $"{region},{sex},{age:0},{income:0.0},{debt:0.0},{trade},{(paid ? "paid" : "default")},{a:0.0000},{b:0.0000}\n");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
