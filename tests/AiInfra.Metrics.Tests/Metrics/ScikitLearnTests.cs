using AiInfra.Metrics.Classification;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Values of scikit-learn 1.2.1 on <see cref="GoldenRows"/>; an ending w is weighted.</summary>
public class ScikitLearnTests
{
    private static readonly Dictionary<string, Func<Score>> Calls = new()
    {
        ["auc"] = () => RocAuc.Of(Truth, Scores),
        ["auc_w"] = () => RocAuc.Of(Truth, Scores, Weights),
        ["ap"] = () => AveragePrecision.Of(Truth, Scores),
        ["ap_w"] = () => AveragePrecision.Of(Truth, Scores, Weights),
        ["ll"] = () => LogLoss.Of(Truth, Scores),
        ["ll_w"] = () => LogLoss.Of(Truth, Scores, Weights),
        ["brier_w"] = () => BrierScore.Of(Truth, Scores, Weights),
        ["f1"] = () => FScore.Of(TruthLabels, Predicted, Average.Positive),
        ["f1_w"] = () => FScore.Of(TruthLabels, Predicted, Average.Positive, weights: Weights),
        ["f2_w"] = () => FScore.Of(TruthLabels, Predicted, Average.Positive, weights: PositiveWeights, beta: 2),
        ["f05"] = () => FScore.Of(TruthLabels, Predicted, Average.Positive, beta: 0.5),
        ["j_bin_w"] = () => JaccardIndex.Of(TruthLabels, Predicted, Average.Positive, weights: Weights),
        ["spec_w"] = () => Specificity.Of(TruthLabels, Predicted, Average.Positive, weights: Weights),
        ["npv_w"] = () => NegativePredictiveValue.Of(TruthLabels, Predicted, Average.Positive, weights: Weights),
        ["acc_w"] = () => Accuracy.Of(Truth3, Predicted3, weights: Weights),
        ["bacc_w"] = () => BalancedAccuracy.Of(Truth3, Predicted3, weights: Weights),
        ["bacc_adj"] = () => BalancedAccuracy.Of(Truth3, Predicted3, adjusted: true),
        ["mcc_w"] = () => MatthewsCorrelation.Of(Truth3, Predicted3, weights: Weights),
        ["kappa_w"] = () => CohenKappa.Of(Truth3, Predicted3, weights: Weights),
        ["kappaq_w"] = () => CohenKappa.Of(Truth3, Predicted3, disagreement: KappaWeights.Quadratic, weights: Weights),
        ["kappal"] = () => CohenKappa.Of(Truth3, Predicted3, disagreement: KappaWeights.Linear),
        ["mauc_ovr_macro"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3),
        ["mauc_ovr_weighted"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, average: Average.Weighted),
        ["mauc_ovo_macro"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, AucDecomposition.OneVersusOne),
        ["mauc_ovo_weighted"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, AucDecomposition.OneVersusOne, average: Average.Weighted),
        ["mauc_ovr_macro_w"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, weights: PositiveWeights),
        ["mauc_ovr_weighted_w"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, weights: PositiveWeights, average: Average.Weighted),
        ["mauc_ovr_micro"] = () => MulticlassRocAuc.Of(Truth3, Probabilities3, 3, average: Average.Micro),
        ["mll_w"] = () => LogLoss.Of(Truth3, Probabilities3, 3, Weights),
        ["top2_w"] = () => TopKAccuracy.Of(Truth3, Probabilities3, 3, 2, Weights),
    };

    [Theory]
    [InlineData("auc", 0.8807870370370371)]
    [InlineData("auc_w", 0.880129348795718)]
    [InlineData("ap", 0.864972183735746)]
    [InlineData("ap_w", 0.8588338339822468)]
    [InlineData("ll", 0.42169637865648074)]
    [InlineData("ll_w", 0.4210839900697375)]
    [InlineData("brier_w", 0.13623419016623464)]
    [InlineData("f1", 0.723404255319149)]
    [InlineData("f1_w", 0.7272727272727273)]
    [InlineData("f2_w", 0.7228915662650602)]
    [InlineData("f05", 0.7327586206896551)]
    [InlineData("j_bin_w", 0.5714285714285714)]
    [InlineData("spec_w", 0.8728813559322034)]
    [InlineData("npv_w", 0.8110236220472441)]
    [InlineData("acc_w", 0.7835051546391752)]
    [InlineData("bacc_w", 0.8024691358024691)]
    [InlineData("bacc_adj", 0.6798642533936651)]
    [InlineData("mcc_w", 0.7168655428552783)]
    [InlineData("kappa_w", 0.6777408637873754)]
    [InlineData("kappaq_w", 0.8166351606805293)]
    [InlineData("kappal", 0.7225891677675034)]
    [InlineData("mauc_ovr_macro", 0.7521221368690588)]
    [InlineData("mauc_ovr_weighted", 0.7521431828545372)]
    [InlineData("mauc_ovo_macro", 0.7541810841983853)]
    [InlineData("mauc_ovo_weighted", 0.7530024509803922)]
    [InlineData("mauc_ovr_macro_w", 0.7504829178471656)]
    [InlineData("mauc_ovr_weighted_w", 0.7462722996483362)]
    [InlineData("mauc_ovr_micro", 0.7436111111111112)]
    [InlineData("mll_w", 0.9514001440802629)]
    [InlineData("top2_w", 0.8092783505154639)]
    public void Of_GoldenRows_AsScikitLearn(string metric, double expected) => Assert.Equal(expected, Calls[metric]().Value, 1e-12);

    /// <summary>Of the four declared classes one is never predicted and one is in neither column.</summary>
    [Theory]
    [InlineData("precision", Average.Micro, ZeroDivision.Zero, 0.5761904761904761)]
    [InlineData("precision", Average.Micro, ZeroDivision.One, 0.5761904761904761)]
    [InlineData("recall", Average.Micro, ZeroDivision.Zero, 0.5761904761904761)]
    [InlineData("recall", Average.Micro, ZeroDivision.One, 0.5761904761904761)]
    [InlineData("f1", Average.Micro, ZeroDivision.Zero, 0.5761904761904761)]
    [InlineData("f1", Average.Micro, ZeroDivision.One, 0.5761904761904761)]
    [InlineData("jaccard", Average.Micro, ZeroDivision.Zero, 0.40468227424749165)]
    [InlineData("jaccard", Average.Micro, ZeroDivision.One, 0.40468227424749165)]
    [InlineData("precision", Average.Macro, ZeroDivision.Zero, 0.3506711409395973)]
    [InlineData("precision", Average.Macro, ZeroDivision.One, 0.8506711409395973)]
    [InlineData("recall", Average.Macro, ZeroDivision.Zero, 0.41758241758241754)]
    [InlineData("recall", Average.Macro, ZeroDivision.One, 0.6675824175824175)]
    [InlineData("f1", Average.Macro, ZeroDivision.Zero, 0.34419856459330145)]
    [InlineData("f1", Average.Macro, ZeroDivision.One, 0.5941985645933014)]
    [InlineData("jaccard", Average.Macro, ZeroDivision.Zero, 0.2682535585220149)]
    [InlineData("jaccard", Average.Macro, ZeroDivision.One, 0.5182535585220149)]
    [InlineData("precision", Average.Weighted, ZeroDivision.Zero, 0.5483860658357302)]
    [InlineData("precision", Average.Weighted, ZeroDivision.One, 0.8293384467881113)]
    [InlineData("recall", Average.Weighted, ZeroDivision.Zero, 0.5761904761904761)]
    [InlineData("recall", Average.Weighted, ZeroDivision.One, 0.5761904761904761)]
    [InlineData("f1", Average.Weighted, ZeroDivision.Zero, 0.5118534973798132)]
    [InlineData("f1", Average.Weighted, ZeroDivision.One, 0.5118534973798132)]
    [InlineData("jaccard", Average.Weighted, ZeroDivision.Zero, 0.4055289229785874)]
    [InlineData("jaccard", Average.Weighted, ZeroDivision.One, 0.4055289229785874)]
    public void Of_ClassesMissing_AsScikitLearn(string metric, Average average, ZeroDivision zero, double expected)
    {
        Score score = metric switch
        {
            "precision" => Precision.Of(Truth3, NeverTwo, average, zero, 4, PositiveWeights),
            "recall" => Recall.Of(Truth3, NeverTwo, average, zero, 4, PositiveWeights),
            "f1" => FScore.Of(Truth3, NeverTwo, average, zero, 4, PositiveWeights),
            _ => JaccardIndex.Of(Truth3, NeverTwo, average, zero, 4, PositiveWeights),
        };
        Assert.Equal(expected, score.Value, 1e-12);
    }

    [Fact]
    public void Of_ClassesMissingLeftOut_MeanOfTheDefined()
    {
        Score score = Precision.Of(Truth3, NeverTwo, Average.Macro, ZeroDivision.Undefined, 4, PositiveWeights);
        Assert.Equal(0.3506711409395973 * 2, score.Value, 1e-12);
        Assert.Equal(2, score.Undefined);
    }
}
