'use strict';
const $ = id => document.getElementById(id);
const lights = { draft: '待完善', onTrack: '进行中', near: '临期', overdue: '逾期', reported: '待核查', closed: '已办结' };
const states = { pending: '待发送', queued: '排队中', sending: '发送中', unknown: '待确认', sent: '已发送', delivered: '已送达', undelivered: '未送达', failed: '发送失败', suppressed: '未发送', superseded: '已被取代' };
const roles = { person: '责任人', leader: '责任领导', supervisor: '督查' };
const closed = { cancelled: '已撤销', closed: '已销号' };
const missing = { 'person-missing': '缺责任人', 'leader-missing': '缺责任领导', 'person-phone-missing': '缺责任人手机', 'leader-phone-missing': '缺领导手机' };
const troubles = { 'sms-refused': '短信被拒，代码待查', 'sms-waits': '短信待账户修复', 'sms-undecided': '短信是否送达不明，请当面确认' };
const problems = { 'scan-stopped': '扫描停了', 'scan-switched-off': '扫描已关闭', 'scan-behind': '扫描落后', 'audit-stopped': '核对停了', 'sending-halted': '短信通道暂停', 'provider-settings': '短信账户设置有误', 'provider-code-unlisted': '短信通道返回未知代码', 'receipts-unknown': '查不到送达回执', 'notice-stuck': '短信滞留', 'plan-unfinished': '方案未载入完', 'item-unwatched': '事项漏排', 'step-unaccounted': '提醒无着落', 'people-outdated': '责任人与通讯录不符', 'sending-held': '已恢复备份，暂停发送', 'ledger-moved': '台账已迁走或正在迁移', 'sending-fails': '短信一直发不出去', 'dead-letters': '队列放弃了消息', 'backup-old': '备份过期' };
const ways = { outbox: '未配置短信服务：短信写入发件箱，不发到手机', twilioTrial: '短信经 Twilio 发出（试用：只发给名单上的号码）', twilio: '短信经 Twilio 发出' };
const make = (tag, text, name) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  return node;
};
const call = async (path, ...alsoGood) => {
  const answer = await fetch(path, { headers: { 'x-functions-key': sessionStorage.getItem('key') ?? '' } });
  if (!answer.ok && !alsoGood.includes(answer.status)) throw Object.assign(new Error((await answer.json()).detail), { status: answer.status });
  return answer.json();
};
const dot = colour => { const node = make('span', undefined, 'dot'); node.style.background = colour; return node; };
const names = parties => parties.map(p => p.name).join('、') || '—';
const need = code => missing[code] ?? (code.startsWith('deadline-') ? '缺时限' : code);

const clock = at => at ? new Date(at).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', timeStyle: 'short' }) : '—';

function showWatch(state) {
  const found = state.problems.map(p => `${problems[p.code] ?? p.code}：${p.message}`).join(' · ');
  $('watch').textContent = found || `扫描 ${clock(state.lastScan.at)} · 核对 ${clock(state.lastAudit.at)} · 每一步都有着落`;
  $('watch').classList.toggle('wrong', !state.ready);
  $('way').textContent = ways[state.smsWay];
  $('way').classList.toggle('wrong', state.smsWay === 'outbox');
}
function showLights(items) {
  $('lights').replaceChildren(...Object.entries(lights).map(([light, label]) => {
    const here = items.filter(i => i.light === light);
    const box = make('div');
    box.append(make('b', here.length), here.length ? dot(here[0].colour) : '', label);
    return box;
  }));
}
// A heading for each unit, once there are several: the one with the most that is overdue first.
function rowsByUnit(items) {
  const units = Map.groupBy(items, i => i.unit ?? '');
  if (units.size < 2) return items.map(itemRow);
  const overdue = unit => unit.filter(i => i.light === 'overdue').length;
  return [...units].sort(([, a], [, b]) => overdue(b) - overdue(a)).flatMap(([unit, own]) => {
    const row = make('tr', undefined, 'unit');
    const head = make('th', `${unit || '未分单位'} · ${own.length}项`);
    head.colSpan = 7;
    if (overdue(own)) head.append(make('span', ` · 逾期${overdue(own)}项`, 'missing'));
    row.append(head);
    return [row, ...own.map(itemRow)];
  });
}
function lacks(item) {
  const wrong = item.findings.filter(f => troubles[f.code]);
  const cell = make('td', [...item.missing.map(need), ...new Set(wrong.map(f => troubles[f.code]))].join('、'), 'missing');
  cell.title = wrong.map(f => f.message).join('\n');
  return cell;
}
function itemRow(item) {
  const row = make('tr');
  const state = make('td', undefined, 'tight');
  state.append(dot(item.colour), (closed[item.state] ?? lights[item.light]) + (item.workingDaysLate ? `${item.workingDaysLate}个工作日` : ''));
  const title = make('td', item.title);
  title.title = item.section;
  row.append(make('td', item.code, 'tight'), state, title, make('td', item.deadline.date ?? (item.deadline.text || '—'), 'tight'),
    make('td', names(item.persons)), make('td', names(item.leaders)), lacks(item));
  return row;
}
function noticeCard(notice) {
  const card = make('div', undefined, 'sms');
  const head = make('div', undefined, 'head');
  const at = new Date(notice.sentAt ?? notice.slotAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' });
  head.append(make('span', at), make('span', `${notice.name}（${roles[notice.role]}）`), make('span', notice.phone ?? ''),
    make('span', states[notice.state] + (notice.reason ? `：${notice.reason}` : '')), make('span', `${notice.segments} 条计费`));
  card.append(head, make('div', notice.text, 'text'));
  return card;
}
async function refresh() {
  try {
    // One call first: a wrong key is one wrong key, and not three.
    const items = await call('/api/items');
    const [notices, state] = await Promise.all([call('/api/notices'), call('/api/ready', 503)]);
    $('sign').hidden = true;
    $('board').hidden = false;
    $('when').textContent = '更新于 ' + new Date().toLocaleTimeString('zh-CN');
    showWatch(state);
    showLights(items);
    $('items').replaceChildren(...rowsByUnit(items));
    if (!items.length) {
      const empty = make('tr');
      empty.append(make('td', '—'), make('td'), make('td', '尚未载入整改方案', 'none'));
      $('items').append(empty);
    }
    $('notices').replaceChildren(...(notices.length ? notices.map(noticeCard) : [make('p', '还没有短信。', 'none')]));
  } catch (error) {
    if ([401, 403, 429].includes(error.status)) {
      $('sign').hidden = false;
      $('board').hidden = true;
      if (sessionStorage.getItem('key')) $('wrong').textContent = (error.status === 429 ? '请稍后再试 ' : '密钥无效 ') + error.message;
      sessionStorage.removeItem('key');
    } else {
      $('when').textContent = '连接中断，稍后重试';
    }
  }
}
$('sign').addEventListener('submit', event => {
  event.preventDefault();
  const key = $('key').value.trim();
  // A header holds no other characters, and no key has them: the browser would not even call.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    $('wrong').textContent = '密钥无效 The key holds characters that no key has.';
    return;
  }
  sessionStorage.setItem('key', key);
  $('wrong').textContent = '';
  refresh();
});
refresh();
setInterval(() => { if (sessionStorage.getItem('key')) refresh(); }, 5000);
