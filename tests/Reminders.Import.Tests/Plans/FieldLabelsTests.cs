namespace Reminders.Import.Tests.Plans;

public class FieldLabelsTests
{
    [Theory]
    [InlineData("分管市领导 牵头县领导 责任县领导 县级包联领导 县级领导 张家湾责任领导 市级牵头领导 主要领导 包案领导 联系领导 第一责任人 分管副镇长 责任领导姓名 包村领导", "Leader")]
    [InlineData("主要责任人 直接责任人 具体责任人 整改落实人 牵头责任人 具体承办人 村级责任人 配合责任人 负责同志 责任人1 经办人员 对接人 部门责任人 责任人姓名 包保责任人", "Person")]
    [InlineData("责任人及手机号码 责任人(签字) 责任人、职务 责任人(联系电话)", "Person")]
    [InlineData("主要责任单位 协同单位 协同部门 落实单位 实施单位 责任主体 整改责任主体 参与单位 联合单位 属地责任单位 责任乡镇 牵头科室 责任单位名称", "Unit")]
    [InlineData("牵头单位及配合单位 责任单位(盖章)", "Unit")]
    [InlineData("责任单位、责任人 牵头单位/牵头人 责任部门与责任人 牵头 配合", "UnitAndPerson")]
    [InlineData("督导单位 督导责任人 督办部门 跟踪督查人 监督领导 监管单位 检查人 复查人员 验收单位 审批人 填报单位 被检查单位 督查专班", "Oversight")]
    [InlineData("联系人 联络员 联系人员 信息员", "Contact")]
    [InlineData("办理时限 落实期限 办结限期 完成节点 时间要求 进度安排 要求时限 计划完成日期 整改目标时限 最迟完成时间 推进时限 工作时限 时序进度 序时进度", "Deadline")]
    [InlineData("落实时间 整改到位时间 竣工时间 办结日期 达标时间 推进时间", "DeadlineOrActual")]
    [InlineData("实际完成时间 开工时间 启动时限 报送时限 反馈时间 检查日期 验收时限 延期时限 下发时间", "Other")]
    [InlineData("工作任务 重点任务 目标任务 民生实事 主要内容 督办事项 任务清单 隐患问题描述 检查情况 存在短板 违法行为 信访事项", "Problem")]
    [InlineData("项目名称 隐患名称 任务名称", "Title")]
    [InlineData("责任领导及责任单位 整改措施及时限 责任领导、责任人 责任人及完成时限 整改措施、责任人及时限", "Several")]
    [InlineData("处理措施 化解措施 整治举措 处理意见 工作举措 防范措施", "Measures")]
    [InlineData("完成情况 整改情况 推进情况 问题来源 整改类型 佐证材料 整改成效 是否遗留问题 已采取措施 困难和问题 问题等级 保障措施", "Other")]
    [InlineData("任务编号 清单序号", "Number")]
    [InlineData("各责任单位 有关部门 落实整改措施 明确责任人 单位 部门 单位负责人 主管部门 领导小组 责任田 甲乙丙 时间 日期 带队领导 值班领导 租赁期限 服务期限", "Unknown")]
    [InlineData("原责任人 前任责任人 离任责任人 事故责任人 代理责任人 非责任人 原责任领导 违规责任单位 直接责任人(被处分) 责任人(原)", "Unknown")]
    [InlineData("方案编制完成时限 招标完成时限 自查完成时限 中期完成时限 上年度完成时限 报告完成时限 培训完成期限", "Unknown")]
    public void A_label_is_known_by_its_parts(string labels, string field) =>
        Assert.All(labels.Split(' '), label => Assert.Equal($"{label} {field}", $"{label} {FieldLabels.Read(label).Field}"));

    [Fact]
    public void Blanks_width_and_a_colon_do_not_count() =>
        Assert.All(["责 任 人", "责　任　人：", "责任人*", "责任单位（人）"], label => Assert.NotEqual(Field.Unknown, FieldLabels.Read(label).Field));

    [Theory]
    [InlineData("分管市领导 主要责任单位 督导责任人 整改完成情况", true)]
    [InlineData("环境卫生问题 张家湾责任单位 垃圾处置措施", false)]
    public void A_label_is_whole_if_all_its_parts_are_known(string labels, bool whole) =>
        Assert.All(labels.Split(' '), label => Assert.True(FieldLabels.Read(label).IsWhole == whole, label));
}
